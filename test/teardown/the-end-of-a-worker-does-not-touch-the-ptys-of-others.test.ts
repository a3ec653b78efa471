import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { spawn } from 'flatpty';
import t from 'tap';
import type { WorkerWithPtys } from '../fixtures/worker-with-ptys';
import { residueOf } from '../helpers/census';
import { isAlive } from '../helpers/processes';
import { until, within } from '../helpers/until';

async function start(): Promise<{ worker: Worker; pids: number[] }> {
  const workerData: WorkerWithPtys = { file: 'cat', args: [], count: 10 };
  const worker = new Worker(require.resolve('../fixtures/worker-with-ptys'), { workerData });
  const [pids] = (await once(worker, 'message')) as [number[]];
  return { worker, pids };
}

t.test('ptys of the main thread and of another worker go on', async (t) => {
  const residue = await residueOf(async () => {
    const pty = spawn('cat');
    let output = '';
    pty.onData((data) => {
      output += data;
    });
    const ending = await start();
    const staying = await start();

    await ending.worker.terminate();
    await until(() => !ending.pids.some(isAlive), 10_000, "the end of the worker's own");
    t.ok(staying.pids.every(isAlive), "the other worker's live");
    pty.write('still here\r');
    await until(() => output.includes('still here\r\nstill here\r\n'), 10_000, 'the echo');

    const exit = once(staying.worker, 'exit');
    staying.worker.postMessage('kill');
    t.strictSame(await exit, [0], 'the other worker hears of the exits and ends by itself');
    pty.kill();
    t.match(await within(pty.exited, 10_000, 'the exit'), { signal: 1 });
  });
  t.strictSame(residue, []);
});
