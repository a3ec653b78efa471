// Loss: programs print so much and exit at once. How much has come by the exit event?
import { setTimeout as sleep } from 'node:timers/promises';
import { program, textFile } from '../lib/paths.mjs';

const RUNS = {
  full: { small: 1000, large: 300, slow: 12, paused: 20 },
  quick: { small: 100, large: 30, slow: 3, paused: 10 },
};
const SMALL = 20_000;
const LARGE = 1_000_000;
const LITTLE = 3_000;
/** How long the slow consumer works on every piece. */
const SLOW_MS = 120;
/** How long after its exit the paused consumer reads, and what it then has to get all. */
const PAUSED_MS = 500;
const LATER_MS = 300;

export const title = 'Loss at exit';

export const metrics = [
  { key: 'lossy', title: 'runs with loss', better: 'less' },
  { key: 'lost', title: 'bytes lost', better: 'less' },
  { key: 'runs', title: 'of runs', better: 'more' },
];

export function cells(size) {
  const { small, large, slow, paused } = RUNS[size];
  const cell = (id, what, runs, bytes, limitS) => ({
    id,
    title: `${runs} × ${what}`,
    params: { kind: id, runs, bytes },
    // Counted, not timed: noise changes nothing that more rounds would settle.
    roundsAtMost: 1,
    limitS,
  });
  return [
    cell('small', '20 KB', small, SMALL, 60),
    cell('large', '1 MB', large, LARGE, 120),
    cell('slow', '20 KB, slow consumer', slow, SMALL, 60),
    {
      ...cell('paused', '3 KB, paused until after the exit', paused, LITTLE, 30),
      // Bun's terminal cannot be paused.
      applies: (library) => library !== 'bun',
    },
  ];
}

export async function measure(load, { kind, runs, bytes }) {
  const driver = await load();
  const lost = [];
  if (kind === 'paused') {
    const all = Array.from({ length: runs }, () => paused(driver, bytes));
    for (const arrived of await Promise.all(all)) lost.push(bytes - arrived);
  } else {
    const eachMs = kind === 'slow' ? SLOW_MS : 0;
    for (let i = 0; i < runs; i++) lost.push(bytes - (await atExit(driver, bytes, eachMs)));
  }
  return {
    lossy: lost.filter((count) => count !== 0).length,
    lost: lost.reduce((sum, count) => sum + count, 0),
    runs,
  };
}

/** Blocks the thread without using the processor. */
function block(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

// A text without newlines: what arrives is as long as what was printed.
const argsFor = (bytes) => [textFile('blocks'), `${bytes}`];

function atExit(driver, bytes, eachMs) {
  return new Promise((resolve) => {
    let arrived = 0;
    driver.spawn(
      program('produce'),
      argsFor(bytes),
      false,
      (data) => {
        arrived += data.length;
        if (eachMs > 0) block(eachMs);
      },
      () => resolve(arrived),
    );
  });
}

async function paused(driver, bytes) {
  let arrived = 0;
  let terminal;
  await new Promise((resolve) => {
    terminal = driver.spawn(
      program('produce'),
      argsFor(bytes),
      false,
      (data) => {
        arrived += data.length;
      },
      resolve,
    );
    terminal.pause();
  });
  await sleep(PAUSED_MS);
  terminal.resume();
  await sleep(LATER_MS);
  return arrived;
}
