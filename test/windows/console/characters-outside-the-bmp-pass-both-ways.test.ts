import t from 'tap';
import { isMicrosoft, run, watch } from '../lib/probe';

const skip = isMicrosoft ? false : "Wine's own console loses them";

t.test('out', { skip }, async (t) => {
  t.match((await run(['unicode'])).output, 'hé € 😀 漢');
});

t.test('in', { skip }, async (t) => {
  const program = watch(['line']);
  await program.seen('ready');
  program.pty.write('a😀b\r');
  t.match((await program.ended()).output, 'got <a😀b>');
});

t.test('of the BMP, on every console', async (t) => {
  t.match((await run(['unicode'])).output, 'hé €');
});
