import t from 'tap';
import { watchAny } from '../../helpers/anyProgram';

t.test('nothing comes between pause and resume, all of it afterwards', async (t) => {
  const program = watchAny('answers');
  const other = watchAny('answers');
  await Promise.all([program.seen('ready'), other.seen('ready')]);
  program.pty.pause();
  const before = program.output;
  program.pty.write('one\r');
  // Ten answers of another terminal: by then this one's would have come.
  for (let i = 0; i < 10; i++) {
    other.pty.write(`${i}\r`);
    await other.seen(`got <${i}>`);
  }
  t.equal(program.output, before);
  program.pty.resume();
  await program.seen('got <one>');
  for (const { pty } of [program, other]) pty.write('quit\r');
  await Promise.all([program.ended(), other.ended()]);
});

t.test('also what a program has left behind', async (t) => {
  const program = watchAny('lines', '50');
  program.pty.pause();
  t.match(await program.pty.exited, { exitCode: 3 }, 'its end is told meanwhile');
  const closed = new Promise<void>((resolve) => program.pty.onClose(resolve));
  program.pty.resume();
  await closed;
  t.match(program.plain, 'line 000050 of many');
});
