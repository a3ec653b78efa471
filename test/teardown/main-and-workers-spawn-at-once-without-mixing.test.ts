import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { labelledPtys } from '../fixtures/labelled-ptys';
import { residueOf } from '../helpers/census';
import { perMainLauncher } from '../helpers/launchers';

/** The faults that a worker finds in its terminals. */
async function inWorker(label: string): Promise<string[]> {
  const script = require.resolve('../fixtures/labelled-ptys');
  const worker = new Worker(script, { workerData: label });
  const exit = once(worker, 'exit');
  const [faults] = (await once(worker, 'message')) as [string[]];
  await exit;
  return faults;
}

perMainLauncher('60 terminals each of main and two workers', async (t) => {
  const residue = await residueOf(async () => {
    const all = await Promise.all([labelledPtys('main'), inWorker('one'), inWorker('two')]);
    t.strictSame(all, [[], [], []], 'each got its own output and exit codes');
  });
  t.strictSame(residue, []);
});
