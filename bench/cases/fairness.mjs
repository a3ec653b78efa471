// Fairness: how the event loop and another terminal fare beside programs that print without end.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { startClocks } from '../lib/clocks.mjs';
import { limit, program, textFile } from '../lib/paths.mjs';
import { percentile } from '../lib/stats.mjs';
import { startReady } from '../lib/talk.mjs';

const FLOODS = [1, 4];
const SECONDS = { full: 3, quick: 1.5, smoke: 1 };
const ROUNDS = { full: 1000, quick: 400, smoke: 200 };
/** Between two echoes, so that the loop is as idle as the floods let it be. */
const PAUSE_MS = 2;
const SETTLE_MS = 300;
/** Of the histogram, in ms: an idle loop shows about this much. */
const RESOLUTION_MS = 1;

const flood = [program('produce'), textFile('lines'), '0'];

export const title = 'Fairness';

const LOOP = [
  { key: 'delayP99', title: 'loop delay p99, ms', better: 'less' },
  { key: 'delayMax', title: 'loop delay max, ms', better: 'less' },
  { key: 'busy', title: 'event loop busy, %', better: 'less' },
  { key: 'mbPerS', title: 'output, MB/s', better: 'more' },
  { key: 'cpuPerGB', title: 'process CPU, s/GB', better: 'less' },
];
const ECHO = [
  { key: 'p50us', title: 'echo p50, µs', better: 'less' },
  { key: 'p99us', title: 'echo p99, µs', better: 'less' },
];
export const metrics = [...LOOP, ...ECHO];

export function cells(size) {
  return FLOODS.flatMap((floods) => {
    const what = floods === 1 ? 'beside one flood' : `beside ${floods} floods`;
    return [
      {
        id: `loop-${floods}`,
        title: `loop ${what}`,
        params: { floods, seconds: SECONDS[size] },
        metrics: LOOP,
        limitS: 40,
      },
      {
        id: `echo-${floods}`,
        title: `echo ${what}`,
        params: { floods, rounds: ROUNDS[size] },
        metrics: ECHO,
        limit: [
          limit('echo'),
          `${ROUNDS[size]}`,
          `${PAUSE_MS}`,
          `${floods}`,
          program('echo'),
          ...flood,
        ],
        limitS: 60,
      },
    ];
  });
}

export async function measure(load, params) {
  const driver = await load();
  return params.rounds ? echo(driver, params) : loop(driver, params);
}

function startFloods(driver, count, onData) {
  const [file, ...args] = flood;
  return Array.from({ length: count }, () => driver.spawn(file, args, true, onData));
}

async function loop(driver, { floods, seconds }) {
  let bytes = 0;
  const terminals = startFloods(driver, floods, (data) => {
    bytes += data.length; // ASCII
  });
  await sleep(SETTLE_MS);
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  bytes = 0;
  const clocks = startClocks();
  await sleep(seconds * 1000);
  const { ms, cpuMs, busy } = clocks();
  delays.disable();
  for (const terminal of terminals) terminal.kill();
  return {
    delayP99: delays.percentile(99) / 1e6,
    delayMax: delays.max / 1e6,
    busy: busy === undefined ? undefined : busy * 100,
    mbPerS: bytes / 1e3 / ms,
    cpuPerGB: cpuMs / 1e3 / (bytes / 1e9),
  };
}

async function echo(driver, { floods, rounds }) {
  const took = [];
  let came;
  const terminal = await startReady(driver, program('echo'), [], () => came());
  const terminals = startFloods(driver, floods, () => {});
  await sleep(SETTLE_MS);
  for (let i = 0; i < rounds; i++) {
    await new Promise((resolve) => {
      const sent = performance.now();
      came = () => {
        took.push((performance.now() - sent) * 1e3);
        resolve();
      };
      terminal.write('x');
    });
    await sleep(PAUSE_MS);
  }
  for (const each of [terminal, ...terminals]) each.kill();
  return { p50us: percentile(took, 0.5), p99us: percentile(took, 0.99) };
}
