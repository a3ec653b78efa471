// timeout: 300 s
import './addon';
import { spawn } from 'flatpty';
import { run } from '../helpers/collect';
import { until, within } from '../helpers/until';
import { inEveryOrder } from './scripted';

inEveryOrder('exit codes arrive as they are', async (t) => {
  const codes = [0, 1, 2, 42, 127, 200, 255];
  const ends = await Promise.all(codes.map((code) => run('/bin/sh', ['-c', `exit ${code}`])));
  t.strictSame(
    ends.map(({ exitCode }) => exitCode),
    codes,
  );
});

inEveryOrder('the signal that ended a program is told, once', async (t) => {
  const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15, SIGKILL: 9 };
  for (const [name, number] of Object.entries(signals)) {
    const pty = spawn('cat');
    t.teardown(() => pty.destroy());
    const told: unknown[] = [];
    pty.onExit((exit) => told.push(exit));
    let output = '';
    pty.onData((data) => {
      output += data;
    });
    pty.write('x\r');
    await until(() => output.includes('x\r\nx'), 5000, 'cat to run');
    pty.kill(name);
    await within(pty.exited, 5000, `the end by ${name}`);
    t.strictSame(told, [{ exitCode: 0, signal: number }]);
    t.equal(pty.signalCode, name);
  }
});

inEveryOrder('a program that cannot be started is told of', async (t) => {
  const { output, exitCode } = await run('/nonexistent/program');
  t.equal(exitCode, 1);
  t.match(output, /execvp\(3\) failed/);
  t.throws(() => spawn('/nonexistent/program', [], { spawnErrors: 'throw' }), { code: 'ENOENT' });
});
