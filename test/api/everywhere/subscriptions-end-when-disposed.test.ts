import t from 'tap';
import { start, watchAny } from '../../helpers/anyProgram';

t.test('onData', async (t) => {
  const program = watchAny('answers');
  let heard = '';
  const subscription = program.pty.onData((data) => {
    heard += data;
  });
  await program.seen('ready');
  subscription.dispose();
  const before = heard;
  program.pty.write('more\rquit\r');
  await program.ended();
  t.match(program.plain, 'got <more>');
  t.equal(heard, before);
});

t.test('onExit, onClose', async (t) => {
  const pty = start('exit', '0');
  const called: string[] = [];
  pty.onExit(() => called.push('gone')).dispose();
  pty.onClose(() => called.push('gone')).dispose();
  pty.onExit(() => called.push('exit'));
  await pty.exited;
  t.strictSame(called, ['exit']);
});

t.test('removeListener, once, listenerCount', async (t) => {
  const pty = start('exit', '0');
  const called: string[] = [];
  const listener = () => called.push('removed');
  pty.on('exit', listener);
  pty.removeListener('exit', listener);
  pty.once('exit', () => called.push('once'));
  t.equal(pty.listenerCount('exit'), 1);
  await pty.exited;
  t.strictSame(called, ['once']);
});
