import t from 'tap';
import { start } from '../../helpers/anyProgram';

for (const code of [0, 1, 42, 255]) {
  t.test(`exit code ${code}`, async (t) => {
    const pty = start('exit', `${code}`);
    t.equal(pty.exitCode, null, 'null while it runs');
    const event = new Promise((resolve) => pty.onExit(resolve));
    const positional = new Promise((resolve) => {
      pty.on('exit', (...args: unknown[]) => resolve(args));
    });
    const told = { exitCode: code, signal: 0 };
    t.strictSame(await event, told, 'onExit');
    t.strictSame(await positional, [code, 0], "on('exit')");
    t.strictSame(await pty.exited, told, 'exited');
    t.equal(pty.exitCode, code);
    t.equal(pty.signalCode, null);
  });
}

t.test('in order, each once, also for who comes late', async (t) => {
  const pty = start('exit', '3');
  const order: string[] = [];
  pty.onData(() => {
    if (order.at(-1) !== 'data') order.push('data');
  });
  pty.onClose(() => order.push('close'));
  pty.onExit(() => order.push('exit'));
  await pty.exited;
  pty.destroy();
  t.strictSame(order, ['data', 'close', 'exit']);
  const late = await new Promise((resolve) => pty.onExit(resolve));
  t.match(late, { exitCode: 3 });
});
