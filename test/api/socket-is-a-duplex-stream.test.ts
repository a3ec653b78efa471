import { once } from 'node:events';
import { Duplex, finished } from 'node:stream';
import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { internals } from '../helpers/internals';
import { talk } from '../helpers/talk';
import { within } from '../helpers/until';

const echo = (): Pty => spawn('cat', [], { termios: { echo: false } });

t.test('it is a stream.Duplex that is open', async (t) => {
  const pty = echo();
  const { _socket } = internals(pty);
  t.ok(_socket instanceof Duplex);
  t.strictSame([_socket.destroyed, _socket.closed], [false, false]);
  t.strictSame([_socket.readable, _socket.writable], [true, true]);
  t.equal(_socket.fd, pty.fd);
  pty.kill('SIGKILL');
  await pty.exited;
  t.strictSame([_socket.destroyed, _socket.closed], [true, true], 'and closed in the end');
  t.equal(_socket.fd, -1);
});

t.test("its 'data' is the terminal's, and write() types", async (t) => {
  const pty = echo();
  const { _socket } = internals(pty);
  let heard = '';
  _socket.on('data', (data: string) => {
    heard += data;
  });
  const shown = talk(pty);
  await new Promise((resolve) => _socket.write('through the socket\r', resolve));
  await shown.expect(/through the socket\r\n/);
  t.equal(heard, 'through the socket\r\n');
  pty.kill('SIGKILL');
  await pty.exited;
});

t.test('bytes pushed by hand are decoded, characters in halves too', async (t) => {
  const pty = spawn('cat', [], { termios: { echo: false } });
  const shown = talk(pty);
  const { _socket } = internals(pty);
  const bytes = Buffer.from('pushed: €');
  _socket.push(bytes.subarray(0, -1));
  _socket.push(bytes.subarray(-1));
  t.ok(await shown.expect(/pushed: €/));
  _socket.push(bytes.subarray(0, -1));
  pty.kill('SIGKILL');
  await pty.exited;
  t.ok(await shown.expect(/pushed: \ufffd/), 'the half that stays is replaced');
});

t.test('destroy() hangs up the program', async (t) => {
  const pty = echo();
  const { _socket } = internals(pty);
  _socket.destroy();
  t.equal(pty.fd, -1, 'at once');
  const { signal } = await within(pty.exited, 10_000, 'the exit');
  t.equal(signal, 1, 'SIGHUP');
  t.ok(_socket.destroyed && _socket.closed);
});

t.test('destroy(error) tells the error listeners of both', async (t) => {
  const pty = echo();
  const heard: string[] = [];
  pty.on('error', (error) => heard.push(`terminal ${error.message}`));
  internals(pty)._socket.on('error', (error) => heard.push(`socket ${error.message}`));
  internals(pty)._socket.destroy(new Error('made up'));
  await within(pty.exited, 10_000, 'the exit');
  t.strictSame(heard.sort(), ['socket made up', 'terminal made up']);
});

t.test('pause() and resume() are the terminal’s', async (t) => {
  const pty = echo();
  const shown = talk(pty);
  const { _socket } = internals(pty);
  _socket.pause();
  t.equal(_socket.isPaused(), true);
  pty.write('held\r');
  _socket.resume();
  t.ok(await shown.expect(/held/));
  pty.pause();
  t.equal(_socket.isPaused(), true);
  pty.resume();
  t.equal(_socket.isPaused(), false);
  pty.kill('SIGKILL');
  await pty.exited;
});

t.test('end(data) types; the stream takes no more, the terminal does', async (t) => {
  const pty = echo();
  const shown = talk(pty);
  const { _socket } = internals(pty);
  _socket.end('last\r');
  await once(_socket, 'finish');
  await shown.expect(/last/);
  t.equal(_socket.writableEnded, true);
  pty.write('after the end\r');
  t.ok(await shown.expect(/after the end/), 'as in node-pty');
  t.equal(pty.exitCode, null);
  pty.kill('SIGKILL');
  await pty.exited;
});

t.test('stream.finished() ends without an error when the program does', async (t) => {
  const pty = spawn('sh', ['-c', 'echo x']);
  pty.onData(() => {});
  const error = await new Promise((resolve) => {
    finished(internals(pty)._socket, resolve);
  });
  t.equal(error ?? null, null);
  await pty.exited;
});

t.test('ref() and unref() are there and can be chained', async (t) => {
  const pty = echo();
  const { _socket } = internals(pty);
  t.equal(_socket.unref(), _socket);
  t.equal(_socket.ref(), _socket);
  pty.kill('SIGKILL');
  t.equal((await within(pty.exited, 10_000, 'the exit')).signal, 9);
});
