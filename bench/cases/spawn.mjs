// Spawn: /bin/true, from spawn() to its exit, in a small process and in large ones, and many at once.
import { mainThreadCpuMs, processCpuMs, programsCpuMs } from '../lib/clocks.mjs';
import { limit } from '../lib/paths.mjs';
import { percentile } from '../lib/stats.mjs';

const GB = 1024 ** 3;
const CYCLES = {
  full: { small: 500, 1: 60, 3: 30, burst: 200 },
  quick: { small: 200, 1: 30, 3: 10, burst: 200 },
  smoke: { small: 200, burst: 100 },
};

export const title = 'Spawn';

export const metrics = [
  { key: 'p50us', title: 'spawn() blocks, p50 µs', better: 'less' },
  { key: 'p99us', title: 'spawn() blocks, p99 µs', better: 'less' },
  { key: 'exitP99us', title: 'spawn to exit, p99 µs', better: 'less' },
  { key: 'cyclesPerS', title: 'spawn to exit, cycles/s', better: 'more' },
  { key: 'cpuUs', title: 'process CPU, µs a cycle', better: 'less' },
  { key: 'mainUs', title: 'main-thread CPU, µs a cycle', better: 'less' },
  { key: 'programUs', title: "the program's CPU, µs a cycle", better: 'less' },
  { key: 'ms', title: 'all exited, ms', better: 'less' },
  { key: 'blockedMs', title: 'of it in spawn(), ms', better: 'less' },
];

// The program's CPU comes in clock ticks of 10 ms, which few cycles do not fill.
const OF_FEW_CYCLES = metrics.filter(({ key }) => key !== 'programUs');

export function cells(size) {
  const { small, burst, ...large } = CYCLES[size];
  const inSequence = (id, what, cycles, gigabytes) => ({
    id,
    title: what,
    params: { cycles, gigabytes },
    metrics: gigabytes ? OF_FEW_CYCLES : metrics,
    limit: [limit('spawn'), `${cycles}`, `${gigabytes * 1024}`],
    limitS: 60,
  });
  return [
    inSequence('small', 'small process', small, 0),
    ...Object.entries(large).map(([gigabytes, cycles]) =>
      inSequence(`${gigabytes}gb`, `${gigabytes} GB touched`, cycles, Number(gigabytes)),
    ),
    {
      id: 'burst',
      title: `${burst} at once`,
      params: { burst },
      limit: [limit('spawn'), 'burst', `${burst}`],
      limitS: 60,
    },
  ];
}

export async function measure(load, { cycles, gigabytes, burst }) {
  const driver = await load();
  return burst ? atOnce(driver, burst) : inSequence(driver, cycles, gigabytes);
}

async function inSequence(driver, cycles, gigabytes) {
  const touched = [];
  for (let i = 0; i < gigabytes; i++) touched.push(Buffer.alloc(GB, 1));
  const took = [];
  const untilExit = [];
  const cpuPerCycle = startCpu(cycles);
  const begun = performance.now();
  for (let i = 0; i < cycles; i++) {
    await new Promise((resolve) => {
      const before = performance.now();
      driver.spawn(
        '/bin/true',
        [],
        true,
        () => {},
        () => {
          untilExit.push((performance.now() - before) * 1e3);
          resolve();
        },
      );
      took.push((performance.now() - before) * 1e3);
    });
  }
  const seconds = (performance.now() - begun) / 1e3;
  if (touched.length !== gigabytes) throw new Error('the memory must live until here');
  return {
    p10us: percentile(took, 0.1), // for the smoke bench: least touched by others on the machine
    p50us: percentile(took, 0.5),
    p99us: percentile(took, 0.99),
    exitP99us: percentile(untilExit, 0.99),
    cyclesPerS: cycles / seconds,
    ...cpuPerCycle(),
  };
}

function startCpu(cycles) {
  const clocks = { cpuUs: processCpuMs, mainUs: mainThreadCpuMs, programUs: programsCpuMs };
  const before = Object.entries(clocks).map(([key, clock]) => [key, clock, clock()]);
  return () =>
    Object.fromEntries(before.map(([key, clock, ms]) => [key, ((clock() - ms) * 1e3) / cycles]));
}

async function atOnce(driver, count) {
  const begun = performance.now();
  const exits = Array.from(
    { length: count },
    () =>
      new Promise((resolve) => {
        driver.spawn('/bin/true', [], true, () => {}, resolve);
      }),
  );
  const blockedMs = performance.now() - begun;
  await Promise.all(exits);
  return { ms: performance.now() - begun, blockedMs };
}
