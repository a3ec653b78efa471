// Scale: many terminals on which nothing happens.
import { setTimeout as sleep } from 'node:timers/promises';
import { descriptors, startClocks, status } from '../lib/clocks.mjs';
import { limit, program } from '../lib/paths.mjs';
import { startReady } from '../lib/talk.mjs';

const COUNTS = { full: [100, 1000, 3000], quick: [100, 500] };
const IDLE_MS = 2000;
const SETTLE_MS = 300;
/** From here on only those without a thread per terminal: the others need minutes. */
const MANY = 3000;
const THREADLESS = ['flatpty', 'flatpty-other', 'bun'];

export const title = 'Scale: idle terminals';

export const metrics = [
  { key: 'openMs', title: 'to open all, ms', better: 'less' },
  { key: 'endMs', title: 'to end all, ms', better: 'less' },
  { key: 'kbPerPty', title: 'memory each, KB', better: 'less' },
  { key: 'heapKB', title: 'of it live JS, KB', better: 'less' },
  { key: 'leftMB', title: 'memory left at the end, MB', better: 'less' },
  { key: 'heapLeftKB', title: 'of it live JS, each, KB', better: 'less' },
  { key: 'fdsPerPty', title: 'descriptors each', better: 'less' },
  { key: 'fdsLeft', title: 'descriptors left', better: 'less' },
  { key: 'threads', title: 'threads more', better: 'less' },
  { key: 'cpuPercent', title: 'CPU while idle, %', better: 'less' },
];

export function cells(size) {
  return COUNTS[size].map((count) => ({
    id: `${count}`,
    title: `${count}`,
    params: { count },
    limit: [limit('idle'), `${count}`, program('idle')],
    nodeFlags: ['--expose-gc'],
    applies: (library) => count < MANY || THREADLESS.includes(library),
    roundsAtMost: count < MANY / 3 ? 2 : 1,
    limitS: 120,
  }));
}

/* global Bun */
async function collectGarbage() {
  for (let i = 0; i < 3; i++) {
    if (globalThis.gc) globalThis.gc();
    else Bun.gc(true);
    await sleep(50);
  }
}

const heapUsed = () => process.memoryUsage().heapUsed / 1024;

export async function measure(load, { count }) {
  const driver = await load();
  const threadsBefore = status('Threads');
  await openAndEnd(driver, 1); // what belongs to the library for good
  await collectGarbage();
  const rss = status('VmRSS');
  const heap = heapUsed();
  const fds = descriptors();
  const figures = await openAndEnd(driver, count, async () => {
    await collectGarbage();
    const kbPerPty = (status('VmRSS') - rss) / count;
    const heapKB = (heapUsed() - heap) / count;
    const clocks = startClocks();
    await sleep(IDLE_MS);
    const { cpuMs, ms } = clocks();
    return {
      kbPerPty,
      heapKB,
      fdsPerPty: (descriptors() - fds) / count,
      threads: status('Threads') - threadsBefore,
      cpuPercent: (cpuMs / ms) * 100,
    };
  });
  await sleep(SETTLE_MS);
  await collectGarbage();
  return {
    ...figures,
    // V8 keeps the pages of its young generation, up to 48 MB, whatever filled them: what is still
    // alive in them is counted apart.
    leftMB: (status('VmRSS') - rss) / 1024,
    heapLeftKB: (heapUsed() - heap) / count,
    fdsLeft: descriptors() - fds,
  };
}

/** Opens `count` terminals, awaits `meanwhile`, and ends them. */
async function openAndEnd(driver, count, meanwhile) {
  const begun = performance.now();
  const started = [];
  const exits = [];
  for (let i = 0; i < count; i++) {
    exits.push(
      new Promise((resolve) => {
        started.push(startReady(driver, program('idle'), [], undefined, resolve));
      }),
    );
  }
  const openMs = performance.now() - begun;
  const terminals = await Promise.all(started);
  const figures = await meanwhile?.();
  const ending = performance.now();
  for (const terminal of terminals) terminal.kill();
  await Promise.all(exits);
  return { ...figures, openMs, endMs: performance.now() - ending };
}
