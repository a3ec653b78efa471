// timeout: 120 s
import t from 'tap';
import { assertClean, runRace } from './runRace';

t.test(
  '60 floods, held back again and again: complete, and exit after the last data',
  async (t) => {
    const end = await runRace(t, 'pauseAndResume', 110_000);
    assertClean(t, end);
    const { pauses = 0, characters = 0 } = end.counts;
    t.ok(pauses > 100, `${pauses} pauses`);
    t.ok(characters > 1_000_000, `${characters} characters`);
  },
);
