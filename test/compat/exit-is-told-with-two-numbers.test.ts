import type { AnyPty } from './libraries';
import { withEach } from './libraries';

/** As Theia, which branches on `signal`, and as homebridge and electerm, which take arguments. */
async function ends(pty: AnyPty, end: () => void): Promise<unknown[]> {
  const event = new Promise((resolve) => pty.onExit(resolve));
  const positional = new Promise((resolve) => {
    pty.on('exit', (...args: unknown[]) => resolve(args));
  });
  end();
  return [await event, await positional];
}

withEach('by itself: exitCode, and signal 0', async (t, { spawn }) => {
  const pty = spawn('sh', ['-c', 'exit 7']);
  t.strictSame(await ends(pty, () => {}), [{ exitCode: 7, signal: 0 }, [7, 0]]);
});

withEach('by a signal: exitCode 0, and its number', async (t, { spawn }) => {
  const pty = spawn('sleep', ['60']);
  t.strictSame(await ends(pty, () => pty.kill('SIGTERM')), [{ exitCode: 0, signal: 15 }, [0, 15]]);
});
