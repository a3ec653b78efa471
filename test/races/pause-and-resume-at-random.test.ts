// timeout: 120 s
import t from 'tap';
import { ROUNDS } from './rounds';
import { assertClean, runRace } from './runRace';

const COUNT = ROUNDS.pauseAndResume;

t.test(
  `${COUNT} floods, held back again and again: complete, and exit after the last data`,
  async (t) => {
    const end = await runRace(t, 'pauseAndResume', 110_000);
    assertClean(t, end);
    const { pauses = 0, characters = 0 } = end.counts;
    t.ok(pauses > COUNT, `${pauses} pauses`);
    t.ok(characters > COUNT * 20_000, `${characters} characters`);
  },
);
