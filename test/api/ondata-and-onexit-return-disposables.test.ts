import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { talk } from '../helpers/talk';

const echo = (): Pty => spawn('cat', [], { termios: { echo: false } });

t.test('onData: a disposed listener hears no more, the others do', async (t) => {
  const pty = echo();
  let heard = '';
  const shown = talk(pty);
  const subscription = pty.onData((data) => {
    heard += data;
  });
  pty.write('one\r');
  await shown.expect(/one\r\n/);
  subscription.dispose();
  pty.write('two\r');
  await shown.expect(/two\r\n/);
  t.equal(heard, 'one\r\n');
  t.doesNotThrow(() => subscription.dispose(), 'disposing again is harmless');
  pty.kill('SIGKILL');
  await pty.exited;
});

t.test('onExit: a disposed listener is not called', async (t) => {
  const pty = echo();
  const called: string[] = [];
  pty.onExit(() => called.push('first'));
  pty.onExit(() => called.push('disposed')).dispose();
  pty.onExit(() => called.push('last'));
  pty.kill('SIGKILL');
  await pty.exited;
  t.strictSame(called, ['first', 'last']);
});

t.test('one listener twice is two subscriptions', async (t) => {
  const pty = echo();
  let calls = 0;
  const listener = () => {
    calls++;
  };
  const one = pty.onExit(listener);
  pty.onExit(listener);
  one.dispose();
  one.dispose();
  pty.kill('SIGKILL');
  await pty.exited;
  t.equal(calls, 1, 'the other is left');
});

t.test('a listener may dispose itself, and others, while it is told', async (t) => {
  const pty = echo();
  const called: string[] = [];
  const first = pty.onExit(() => {
    called.push('first');
    first.dispose();
    second.dispose();
  });
  const second = pty.onExit(() => called.push('second'));
  pty.onExit(() => called.push('third'));
  pty.kill('SIGKILL');
  await pty.exited;
  t.equal(called[0], 'first');
  t.equal(called.at(-1), 'third', 'who comes after it is told');
});

t.test('onClose and onDrain, too', async (t) => {
  const pty = echo();
  const called: string[] = [];
  pty.onClose(() => called.push('disposed')).dispose();
  pty.onDrain(() => called.push('disposed')).dispose();
  pty.onClose(() => called.push('close'));
  pty.kill('SIGKILL');
  await pty.exited;
  t.strictSame(called, ['close']);
});
