import { spawn } from 'flatpty';
import t from 'tap';
import type { PtySocket } from '#lib/terminal/ptySocket';
import { until, within } from '../helpers/until';

t.test('what was held back and not yet told is dropped', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'read go; echo held; read go'], { termios: { echo: false } });
  t.teardown(() => pty.kill('SIGKILL'));
  const { _socket: socket } = pty as unknown as { _socket: PtySocket };
  const events: string[] = [];
  pty.onData((data) => events.push(data));
  pty.onClose(() => events.push('close'));
  pty.onExit(() => events.push('exit'));
  pty.pause();
  pty.write('\r');
  await until(() => socket.readableLength > 0, 5000, 'output that is held back');
  pty.resume();
  pty.destroy();
  await within(pty.exited, 5000, 'the exit');
  t.strictSame(events, ['close', 'exit']);
});
