// timeout: 600 s
import type { DyingWorkers } from '../fixtures/host-of-dying-workers';
import { perMainLauncher } from '../helpers/launchers';
import { answerOf } from '../helpers/runScript';
import { scaled } from '../helpers/scale';

// The host runs them ten at a time.
const COUNT = 10 * scaled(10, 1);

const WAYS = ['exit listener', 'data listener', 'unheard', 'terminated'];

// node-pty#904: the exit callback runs into an environment that is going and aborts the process.
perMainLauncher(`the process survives ${COUNT} workers of each kind`, async (t) => {
  const host = require.resolve('../fixtures/host-of-dying-workers');
  for (const way of WAYS) {
    const answer = await answerOf<DyingWorkers>(host, [way, `${COUNT}`], { limitMs: 90_000 });
    t.strictSame(answer, { ended: COUNT, errors: [], residue: [] }, way);
  }
});
