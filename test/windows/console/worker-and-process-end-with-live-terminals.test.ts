import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import { census, settled } from '../lib/census';
import { isWine } from '../lib/probe';

const fixture = path.resolve(__dirname, '../lib/holder.js');

t.test('a worker is terminated', async (t) => {
  const before = census();
  const worker = new Worker(fixture);
  await once(worker, 'message');
  await worker.terminate();
  t.ok((await settled(before)).processes <= before.processes, 'no program is left');
});

t.test('process.exit', async (t) => {
  const before = census();
  const { status, signal } = spawnSync(process.execPath, [fixture, 'exit'], {
    stdio: 'ignore',
    timeout: 30_000,
  });
  t.equal(signal, null);
  t.equal(status, 3);
  if (isWine) return; // where nothing ends the programs of a console whose host has gone
  t.ok((await settled(before)).processes <= before.processes, 'no program is left');
});
