import { ended, kill } from './facts/run';
import { withEach } from './libraries';

withEach('SIGHUP by default, or the signal named', async (t, { spawn }) => {
  for (const [name, number] of [
    [undefined, 1],
    ['SIGTERM', 15],
    ['SIGKILL', 9],
  ] as const) {
    const pty = spawn('sleep', ['60']);
    const exit = ended(pty);
    t.equal(pty.kill(name), undefined);
    t.strictSame(await exit, { exitCode: 0, signal: number });
  }
});

withEach('no throw after the exit', async (t, { spawn }) => {
  const pty = spawn('sleep', ['60']);
  await kill(pty);
  t.doesNotThrow(() => pty.kill());
  t.doesNotThrow(() => pty.kill('SIGKILL'));
});
