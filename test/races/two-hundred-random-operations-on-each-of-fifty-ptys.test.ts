// timeout: 180 s
import t from 'tap';
import { assertClean, runRace } from './runRace';

t.test('output, exit, events and sizes are those of a model', async (t) => {
  const end = await runRace(t, 'randomOperations', 170_000);
  assertClean(t, end);
  const { ptys = 0, spared = 0, writes = 0 } = end.counts;
  t.equal(ptys, 50);
  t.ok(spared >= 5, `${spared} came to their end by themselves, and their output was complete`);
  t.ok(writes >= 500, `${writes} writes`);
});
