// timeout: 120 s
import t from 'tap';
import { assertClean, runRace } from './runRace';

t.test('300 programs end while they are resized: never an error', async (t) => {
  const end = await runRace(t, 'resizeAgainstExit', 110_000);
  assertClean(t, end);
  const { applied = 0, ignored = 0 } = end.counts;
  t.ok(applied > 50 && ignored >= 300, `${applied} sizes before the end, ${ignored} after it`);
});
