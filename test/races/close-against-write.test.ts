// timeout: 120 s
import t from 'tap';
import { ROUNDS } from './rounds';
import { assertClean, runRace } from './runRace';

const COUNT = ROUNDS.closeAgainstWrite;

t.test(`${COUNT} ptys are closed between writes: each callback once, no late byte`, async (t) => {
  const end = await runRace(t, 'closeAgainstWrite', 110_000);
  assertClean(t, end);
  const { full = 0, queued = 0, flushed = 0 } = end.counts;
  t.ok(queued + flushed >= COUNT, `${queued + flushed} rounds`);
  t.ok(queued > 0 && flushed > 0, `${queued} with input that waited, ${flushed} without`);
  t.ok(full > 0, `${full} writes were told to wait`);
});
