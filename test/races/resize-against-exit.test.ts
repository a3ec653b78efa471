// timeout: 120 s
import t from 'tap';
import { ROUNDS } from './rounds';
import { assertClean, runRace } from './runRace';

const COUNT = ROUNDS.resizeAgainstExit;

t.test(`${COUNT} programs end while they are resized: never an error`, async (t) => {
  const end = await runRace(t, 'resizeAgainstExit', 110_000);
  assertClean(t, end);
  const { applied = 0, ignored = 0 } = end.counts;
  t.ok(
    applied > COUNT / 6 && ignored >= COUNT,
    `${applied} sizes before the end, ${ignored} after it`,
  );
});
