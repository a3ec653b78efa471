// timeout: 120 s
import t from 'tap';
import { assertClean, runRace } from './runRace';

t.test('300 ptys are closed between writes: each callback once, no late byte', async (t) => {
  const end = await runRace(t, 'closeAgainstWrite', 110_000);
  assertClean(t, end);
  const { full = 0, queued = 0, flushed = 0 } = end.counts;
  t.equal(queued + flushed, 300);
  t.ok(queued > 0 && flushed > 0, `${queued} with input that waited, ${flushed} without`);
  t.ok(full > 0, `${full} writes were told to wait`);
});
