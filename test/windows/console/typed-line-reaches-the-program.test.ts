import t from 'tap';
import { watch } from '../lib/probe';

t.test('a line, with letters of more than one byte', async (t) => {
  const program = watch(['line']);
  await program.seen('ready');
  program.pty.write('héllo €\r');
  const { output, exitCode } = await program.ended();
  t.match(output, 'got <héllo €>');
  t.equal(exitCode, 7);
});

t.test('what is typed before the program reads is not lost', async (t) => {
  const program = watch(['line']);
  program.pty.write('early\r');
  t.match(await program.ended(), { exitCode: 7, output: /got <early>/ });
});
