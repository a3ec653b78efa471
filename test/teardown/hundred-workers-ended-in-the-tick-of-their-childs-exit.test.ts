// timeout: 600 s
import type { DyingWorkers } from '../fixtures/host-of-dying-workers';
import { perLauncher } from '../helpers/launchers';
import { answerOf } from '../helpers/runScript';

const WAYS = ['exit listener', 'data listener', 'unheard', 'terminated'];

// node-pty#904: the exit callback runs into an environment that is going and aborts the process.
perLauncher('the process survives 100 workers of each kind', async (t) => {
  const host = require.resolve('../fixtures/host-of-dying-workers');
  for (const way of WAYS) {
    const answer = await answerOf<DyingWorkers>(host, [way], { limitMs: 90_000 });
    t.strictSame(answer, { ended: 100, errors: [], residue: [] }, way);
  }
});
