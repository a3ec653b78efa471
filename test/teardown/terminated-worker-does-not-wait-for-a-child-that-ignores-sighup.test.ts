import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { countByClass } from '#lib/cli/census';
import type { WorkerWithPtys } from '../fixtures/worker-with-ptys';
import { residueOf, takeCensus } from '../helpers/census';
import { perMainLauncher } from '../helpers/launchers';
import { isAlive, killPid } from '../helpers/processes';
import { until, within } from '../helpers/until';

const ROUNDS = 5;

/** A worker with `count` live children that do not mind a hang-up, and their pids. */
async function startStubborn(count: number): Promise<{ worker: Worker; pids: number[] }> {
  // Ready when the trap is set: the worker posts the pids at their first output.
  const args = ['-c', 'trap "" HUP; echo ready; exec sleep 1000'];
  const workerData: WorkerWithPtys = { file: '/bin/sh', args, count, awaitOutput: true };
  const worker = new Worker(require.resolve('../fixtures/worker-with-ptys'), { workerData });
  const [pids] = (await once(worker, 'message')) as [number[]];
  return { worker, pids };
}

// node-pty joins its wait thread: terminate() hangs as long as the child lives (user-pain G2).
perMainLauncher('worker.terminate() with a live child', async (t) => {
  const times: number[] = [];
  const residue = await residueOf(async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { worker, pids } = await startStubborn(1);
      t.teardown(() => pids.forEach(killPid));
      const begun = performance.now();
      // A wait for the child would take a thousand seconds.
      await within(worker.terminate(), 10_000, 'the end of the worker');
      times.push(performance.now() - begun);
      t.ok(pids.every(isAlive), 'the child lives on');
      const held = () => countByClass(takeCensus().fds);
      await until(() => held().ptmx === 0, 5000, 'its terminal to be closed');
      pids.forEach(killPid);
      await until(() => !pids.some(isAlive), 5000, 'the end of the child');
    }
  });
  t.strictSame(residue, [], 'and the children were reaped, though their worker was gone');
  t.comment(`terminate() took ${times.map((ms) => ms.toFixed(1)).join(', ')} ms`);
});
