import t from 'tap';
import { census, settled } from '../lib/census';
import { watch } from '../lib/probe';

t.test('a program and its child', async (t) => {
  const before = census();
  const program = watch(['start-and-stay']);
  await program.seen('started');
  await program.pty.killTree({ graceMs: 100 });
  await program.ended();
  t.ok((await settled(before)).processes <= before.processes);
});
