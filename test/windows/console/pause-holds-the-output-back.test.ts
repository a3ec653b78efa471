import t from 'tap';
import { watch } from '../lib/probe';

t.test('until resume', async (t) => {
  const program = watch(['lines', '300']);
  program.pty.pause();
  const paused = program.output;
  await new Promise((resolve) => setTimeout(resolve, 200));
  t.equal(program.output, paused, 'nothing comes meanwhile');
  program.pty.resume();
  t.match((await program.ended()).output, 'line 000300 of many');
});
