import t from 'tap';
import { watch } from '../lib/probe';

t.test('a program that stays', async (_t) => {
  const program = watch(['stay']);
  await program.seen('staying');
  program.pty.kill();
  await program.ended();
});

t.test('before it has printed', async (_t) => {
  const program = watch(['stay']);
  program.pty.kill();
  await program.ended();
});

t.test('twice, and after the end', async (_t) => {
  const program = watch(['stay']);
  program.pty.kill();
  program.pty.kill();
  await program.ended();
  program.pty.kill();
});

t.test('a signal is an error, as in node-pty', async (t) => {
  const program = watch(['silent', '0']);
  t.throws(() => program.pty.kill('SIGTERM'), /Signals not supported on windows/);
  await program.ended();
});

t.test('destroy', async (_t) => {
  const program = watch(['stay']);
  await program.seen('staying');
  program.pty.destroy();
  await program.ended();
});
