// timeout: 180 s
import t from 'tap';
import { OPERATIONS } from './rounds';
import { assertClean, runRace } from './runRace';

t.test('output, exit, events and sizes are those of a model', async (t) => {
  const end = await runRace(t, 'randomOperations', 170_000);
  assertClean(t, end);
  const { ptys = 0, spared = 0, writes = 0 } = end.counts;
  t.equal(ptys, OPERATIONS.ptys);
  t.ok(spared >= 1, `${spared} came to their end by themselves, and their output was complete`);
  t.ok(writes >= OPERATIONS.ptys * 5, `${writes} writes`);
});
