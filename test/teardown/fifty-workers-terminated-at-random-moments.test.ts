// timeout: 120 s
import type { InterruptedWorkers } from '../fixtures/host-of-interrupted-workers';
import { perLauncher } from '../helpers/launchers';
import { answerOf } from '../helpers/runScript';

perLauncher('50 workers that spawn are interrupted anywhere, and leave nothing', async (t) => {
  const host = require.resolve('../fixtures/host-of-interrupted-workers');
  const seed = (Date.now() % 2_147_483_646) + 1;
  t.comment(`seed ${seed}`);
  const answer = await answerOf<InterruptedWorkers>(host, [`${seed}`], { limitMs: 55_000 });
  t.strictSame(answer, { ended: 50, errors: [], residue: [] });
});
