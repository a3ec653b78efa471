import { spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';

// tui-test adds two that do nothing: older node-ptys threw when there was only one.
const socketOf = (pty: object) => (pty as { _socket: NodeJS.EventEmitter })._socket;

t.test('one listener hears it', async (t) => {
  const pty = spawn('cat');
  const heard: unknown[] = [];
  pty.on('error', (error) => heard.push(error));
  const error = new Error('made up');
  t.doesNotThrow(() => socketOf(pty).emit('error', error));
  t.strictSame(heard, [error]);
  pty.kill('SIGKILL');
  t.equal((await collect(pty)).signal, 9, 'and the terminal lives on');
});

t.test('two are harmless', async (t) => {
  const pty = spawn('cat');
  let calls = 0;
  for (let i = 0; i < 2; i++) {
    pty.on('error', () => {
      calls++;
    });
  }
  socketOf(pty).emit('error', new Error('made up'));
  t.equal(calls, 2);
  pty.kill('SIGKILL');
  await collect(pty);
});

t.test('without a listener it is thrown, as by any emitter', async (t) => {
  const pty = spawn('cat');
  t.throws(() => socketOf(pty).emit('error', new Error('made up')), { message: 'made up' });
  pty.kill('SIGKILL');
  await collect(pty);
});

t.test('the end of a program is no error (node-pty gets EIO)', async (t) => {
  const pty = spawn('sh', ['-c', 'echo x']);
  const heard: unknown[] = [];
  pty.on('error', (error) => heard.push(error));
  socketOf(pty).on('error', (error) => heard.push(error));
  await collect(pty);
  t.strictSame(heard, []);
});
