// A program that never reads its input: what does the rest of it cost, and does it hold a pool thread?
import fs from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startClocks } from '../lib/clocks.mjs';
import { program } from '../lib/paths.mjs';
import { startReady } from '../lib/talk.mjs';

const BYTES = 1_000_000;
const SECONDS = { full: 2, quick: 1 };
const SETTLE_MS = 200;
const READ_LIMIT_MS = 1500;

export const title = 'Stalled reader';

export const metrics = [
  { key: 'cpuPercent', title: 'CPU, %', better: 'less' },
  { key: 'readFileMs', title: 'readFile beside it, ms', better: 'less' },
  { key: 'poolHeld', title: 'pool threads held', better: 'less' },
];

export function cells(size) {
  return [
    {
      id: 'one',
      title: '1 MB to a program that never reads',
      params: { seconds: SECONDS[size] },
      // With one pool thread, one that is held is one too many at once.
      env: { UV_THREADPOOL_SIZE: '1' },
      roundsAtMost: 2,
      limitS: 10,
    },
  ];
}

export async function measure(load, { seconds }) {
  const driver = await load();
  const terminal = await startReady(driver, program('idle'), []);
  terminal.write('x'.repeat(BYTES));
  await sleep(SETTLE_MS);
  const clocks = startClocks();
  await sleep(seconds * 1000);
  const { cpuMs, ms } = clocks();
  const begun = performance.now();
  const read = fs.readFile(fileURLToPath(import.meta.url)).then(() => true);
  const came = await Promise.race([read, sleep(READ_LIMIT_MS, false)]);
  const readFileMs = came ? performance.now() - begun : undefined;
  terminal.kill();
  return { cpuPercent: (cpuMs / ms) * 100, readFileMs, poolHeld: came ? 0 : 1 };
}
