// timeout: 120 s
import t from 'tap';
import { ROUNDS } from './rounds';
import { assertClean, runRace } from './runRace';

const COUNT = ROUNDS.killAgainstExit;

t.test(
  `${COUNT} programs end while they are killed: one exit, and no stranger is hit`,
  async (t) => {
    const end = await runRace(t, 'killAgainstExit', 110_000);
    assertClean(t, end);
    const { byItself = 0, killed = 0 } = end.counts;
    t.ok(byItself + killed >= COUNT, `${byItself + killed} rounds`);
    t.ok(byItself > 0 && killed > 0, `${byItself} ended by themselves, ${killed} were killed`);
  },
);
