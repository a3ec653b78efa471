import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import { residueOf } from '../helpers/census';
import { perMainLauncher } from '../helpers/launchers';
import { isAlive } from '../helpers/processes';
import { until } from '../helpers/until';

const script = require.resolve('../fixtures/worker-with-ptys');

/** A worker in which `count` cats run, and their pids. */
async function start(count: number): Promise<{ worker: Worker; pids: number[] }> {
  const worker = new Worker(script, { workerData: { file: 'cat', args: [], count } });
  const [pids] = (await once(worker, 'message')) as [number[]];
  return { worker, pids };
}

const noneOf = (pids: number[]) => until(() => !pids.some(isAlive), 10_000, 'the end of the cats');

perMainLauncher('a worker that calls process.exit() with 20 live ptys', async (t) => {
  const residue = await residueOf(async () => {
    const { worker, pids } = await start(20);
    t.ok(pids.every(isAlive));
    const exit = once(worker, 'exit');
    worker.postMessage('exit');
    t.strictSame(await exit, [0]);
    await noneOf(pids);
  });
  t.strictSame(residue, []);
});

t.test('a worker that is terminated with 20 live ptys', async (t) => {
  const residue = await residueOf(async () => {
    const { worker, pids } = await start(20);
    t.equal(await worker.terminate(), 1);
    await noneOf(pids);
  });
  t.strictSame(residue, []);
});

t.test('a worker that throws with 20 live ptys', async (t) => {
  const residue = await residueOf(async () => {
    const { worker, pids } = await start(20);
    const errors: string[] = [];
    worker.on('error', ({ message }) => errors.push(message));
    const exit = once(worker, 'exit').catch(() => once(worker, 'exit'));
    worker.postMessage('throw');
    await exit;
    t.strictSame(errors, ['on purpose']);
    await noneOf(pids);
  });
  t.strictSame(residue, []);
});

t.test('a worker that ends by itself after its ptys', async (t) => {
  const residue = await residueOf(async () => {
    const { worker, pids } = await start(20);
    const exit = once(worker, 'exit');
    worker.postMessage('kill');
    t.strictSame(await exit, [0]);
    t.notOk(pids.some(isAlive));
  });
  t.strictSame(residue, []);
});
