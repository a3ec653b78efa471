// timeout: 120 s
import type { InterruptedWorkers } from '../fixtures/host-of-interrupted-workers';
import { perMainLauncher } from '../helpers/launchers';
import { answerOf } from '../helpers/runScript';
import { scaled } from '../helpers/scale';

// The host runs them five at a time.
const COUNT = 5 * scaled(10, 3);

perMainLauncher(
  `${COUNT} workers that spawn are interrupted anywhere, and leave nothing`,
  async (t) => {
    const host = require.resolve('../fixtures/host-of-interrupted-workers');
    const seed = (Date.now() % 2_147_483_646) + 1;
    t.comment(`seed ${seed}`);
    const answer = await answerOf<InterruptedWorkers>(host, [`${seed}`, `${COUNT}`], {
      limitMs: 55_000,
    });
    t.strictSame(answer, { ended: COUNT, errors: [], residue: [] });
  },
);
