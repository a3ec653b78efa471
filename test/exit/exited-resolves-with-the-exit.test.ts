import { spawn } from 'flatpty';
import t from 'tap';
import { within } from '../helpers/until';

t.test('resolves to what onExit is told', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'exit 11']);
  const told: unknown[] = [];
  pty.onExit((exit) => told.push(exit));
  const exit = await within(pty.exited, 5000, 'exited');
  t.strictSame(exit, { exitCode: 11, signal: 0 });
  t.strictSame(told, [exit]);
});

t.test('is the same promise each time, also after the exit', async (t) => {
  const pty = spawn('true');
  const { exited } = pty;
  await within(exited, 5000, 'exited');
  t.equal(pty.exited, exited);
  t.strictSame(await pty.exited, { exitCode: 0, signal: 0 });
});

t.test('resolves for a program that cannot be started', async (t) => {
  const pty = spawn('/no/such/program');
  t.strictSame(await within(pty.exited, 5000, 'exited'), { exitCode: 1, signal: 0 });
});

t.test('resolves after kill() and after destroy()', async (t) => {
  const killed = spawn('sleep', ['60']);
  killed.kill('SIGTERM');
  t.strictSame(await within(killed.exited, 5000, 'exited'), { exitCode: 0, signal: 15 });
  const destroyed = spawn('sleep', ['60']);
  destroyed.destroy();
  t.strictSame(await within(destroyed.exited, 5000, 'exited'), { exitCode: 0, signal: 1 });
});

t.test('resolves although an exit listener throws', async (t) => {
  const pty = spawn('true');
  const thrown = new Promise((resolve) => process.once('uncaughtException', resolve));
  pty.onExit(() => {
    throw new Error('from a listener');
  });
  await within(pty.exited, 5000, 'exited');
  t.match(await within(thrown, 5000, 'the exception'), { message: 'from a listener' });
});
