import t from 'tap';
import { start } from '../../helpers/anyProgram';

t.test('every method', async (t) => {
  const pty = start('exit', '5');
  await pty.exited;
  pty.write('late');
  pty.resize(10, 10);
  pty.clear();
  pty.pause();
  pty.resume();
  pty.ref();
  pty.unref();
  pty.kill();
  pty.destroy();
  pty.destroy();
  t.strictSame(await pty.processes(), []);
  await pty.killTree();
  await pty[Symbol.asyncDispose]();
  t.equal(pty.exitCode, 5);
});

t.test('the callback of a late write comes', async (t) => {
  const pty = start('exit', '0');
  await pty.exited;
  const error = await new Promise((resolve) => pty.write('late', resolve));
  t.notOk(error);
});
