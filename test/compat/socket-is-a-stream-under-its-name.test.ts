import { Duplex } from 'node:stream';
import { until } from '../helpers/until';
import { ended, kill, listen } from './facts/run';
import { withEach } from './libraries';

withEach('on, write, pause, resume, ref, unref', async (t, { spawn }) => {
  const pty = spawn('cat');
  const { _socket } = pty;
  t.ok(_socket instanceof Duplex);
  t.equal(_socket.isTTY, true);
  t.strictSame([_socket.destroyed, _socket.closed], [false, false]);
  let output = '';
  _socket.on('data', (data: string) => {
    output += data;
  });
  _socket.write('x\r');
  await until(() => /x\r\nx\r\n/.test(output), 5000, 'the output');
  t.equal(_socket.pause(), _socket);
  t.equal(_socket.resume(), _socket);
  t.doesNotThrow(() => _socket.unref());
  t.doesNotThrow(() => _socket.ref());
  await kill(pty);
  t.strictSame([_socket.destroyed, _socket.closed], [true, true]);
});

withEach('destroy() hangs up the program', async (t, { spawn }) => {
  const pty = spawn('sh', ['-c', 'echo ready; exec sleep 60']);
  await listen(pty).has(/ready/);
  const exit = ended(pty);
  pty._socket.destroy();
  t.strictSame(await exit, { exitCode: 0, signal: 1 });
});

withEach("emit('error') reaches on('error')", async (t, { spawn }) => {
  const pty = spawn('cat');
  const heard: string[] = [];
  pty.on('error', (error: Error) => heard.push(error.message));
  pty._socket.emit('error', new Error('made up'));
  t.strictSame(heard, ['made up']);
  await kill(pty);
});

withEach('exit is one of its events', async (t, { spawn }) => {
  const pty = spawn('sh', ['-c', 'exit 7']);
  const told = new Promise((resolve) => {
    pty._socket.on('exit', (...args: unknown[]) => resolve(args));
  });
  t.strictSame(await told, [7, 0]);
});
