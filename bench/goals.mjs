// What flatpty is to reach. Each goal looks at the results and says what was measured; one whose figures
// are not in the run is left out.
import { figure } from './lib/tables.mjs';

const NODE_PTY = ['node-pty-1.1', 'node-pty-beta'];
const NODE_PACKAGES = [...NODE_PTY, 'lydell', 'zigpty', 'ruspty'];
const PEERS = [...NODE_PACKAGES, 'bun'];
const US = 'flatpty';

const OUTPUT_CELLS = ['blocks', 'lines', 'log'].flatMap((kind) => [
  `${kind}-buffer`,
  `${kind}-string`,
]);

/** A goal: `measured(results)` is a number, or undefined when the run does not have it. */
const goal = (text, bound, measured, unit = '') => ({ text, ...bound, measured, unit });
const atMost = (limit) => ({ limit, met: (value) => value <= limit, sign: '≤' });
const atLeast = (limit) => ({ limit, met: (value) => value >= limit, sign: '≥' });

/** Against C, round by round. */
const toC = (caseName, id, key) => (results) => results.ratio(caseName, id, US, 'C', key)?.median;

const ours = (caseName, id, key) => (results) => results.of(caseName, id, US, key)?.median;

/** Ours over the best of `libraries`. */
const toBest = (caseName, id, key, better, libraries) => (results) => {
  const best = results.best(caseName, id, libraries, key, better);
  const own = ours(caseName, id, key)(results);
  return best === undefined || own === undefined ? undefined : own / best.median;
};

/** Ours of one cell over ours of another. */
const toOwn = (caseName, id, other, key) => (results) => {
  const ratio = ours(caseName, id, key)(results) / ours(caseName, other, key)(results);
  return Number.isFinite(ratio) ? ratio : undefined;
};

const spawnGoals = [
  goal('spawn() p50, small process, of C', atMost(1.15), toC('spawn', 'small', 'p50us')),
  goal(
    'spawn() p50 with 1 GB, of its own small',
    atMost(1.3),
    toOwn('spawn', '1gb', 'small', 'p50us'),
  ),
  goal(
    'spawn() p50 with 3 GB, of its own small',
    atMost(1.3),
    toOwn('spawn', '3gb', 'small', 'p50us'),
  ),
  goal('spawn to exit, cycles/s, of C', atLeast(0.85), toC('spawn', 'small', 'cyclesPerS')),
  goal(
    'spawn to exit, cycles/s, of the best Node package',
    atLeast(2),
    toBest('spawn', 'small', 'cyclesPerS', 'more', NODE_PACKAGES),
  ),
  goal(
    'spawn to exit, cycles/s, of Bun',
    atLeast(1),
    toBest('spawn', 'small', 'cyclesPerS', 'more', ['bun']),
  ),
  goal(
    'spawn to exit p99, of Bun',
    atMost(1),
    toBest('spawn', 'small', 'exitP99us', 'less', ['bun']),
  ),
  goal('200 at once, time of C', atMost(1.15), toC('spawn', 'burst', 'ms')),
  goal(
    '200 at once, time of the best Node package',
    atMost(0.5),
    toBest('spawn', 'burst', 'ms', 'less', NODE_PACKAGES),
  ),
  goal('200 at once, time of Bun', atMost(1), toBest('spawn', 'burst', 'ms', 'less', ['bun'])),
];

const cpuBound = (id) => {
  if (id === 'log-string') return 1.6;
  return id.endsWith('string') ? 1.3 : 1.2;
};

const outputGoals = OUTPUT_CELLS.flatMap((id) => [
  goal(`${id}: MB/s of C`, atLeast(0.95), toC('output', id, 'mbPerS')),
  goal(`${id}: process CPU per GB of C`, atMost(cpuBound(id)), toC('output', id, 'cpuPerGB')),
  goal(
    `${id}: main-thread CPU per GB of the better node-pty`,
    atMost(0.2),
    toBest('output', id, 'mainCpuPerGB', 'less', NODE_PTY),
  ),
  goal(`${id}: bytes per data event`, atLeast(32 * 1024), ours('output', id, 'bytesPerEvent')),
]);

const fairnessGoals = [
  goal('event loop busy at one flood', atMost(10), ours('fairness', 'loop-1', 'busy'), '%'),
  goal('event loop busy at four', atMost(25), ours('fairness', 'loop-4', 'busy'), '%'),
  goal(
    'four floods: MB/s of the best peer',
    atLeast(1),
    toBest('fairness', 'loop-4', 'mbPerS', 'more', PEERS),
  ),
  goal('four floods: process CPU per GB of C', atMost(1.2), toC('fairness', 'loop-4', 'cpuPerGB')),
  ...[1, 4].flatMap((floods) => [
    goal(
      `loop delay p99 beside ${floods}`,
      atMost(20),
      ours('fairness', `loop-${floods}`, 'delayP99'),
      ' ms',
    ),
    goal(
      `loop delay p99 beside ${floods}, of the best peer`,
      atMost(1),
      toBest('fairness', `loop-${floods}`, 'delayP99', 'less', PEERS),
    ),
    goal(
      `echo p99 beside ${floods}, of the best peer`,
      atMost(1),
      toBest('fairness', `echo-${floods}`, 'p99us', 'less', PEERS),
    ),
  ]),
];

const otherGoals = [
  goal('require()', atMost(20), ours('load', 'time', 'loadMs'), ' ms'),
  ...['small', 'large', 'slow', 'paused'].map((id) =>
    goal(`runs that lose output: ${id}`, atMost(0), ours('loss', id, 'lossy')),
  ),
  goal('echo p50 of C', atMost(1.3), toC('echo', 'idle', 'p50us')),
  goal('echo p99 of C', atMost(1.5), toC('echo', 'idle', 'p99us')),
  goal('echo p99 of Bun', atMost(1.5), toBest('echo', 'idle', 'p99us', 'less', ['bun'])),
  goal(
    'echo p50 with the processors kept awake, of Bun',
    atMost(1),
    toBest('echo', 'awake', 'p50us', 'less', ['bun']),
  ),
  goal('echo p99 beside a flood, of C', atMost(1.5), toC('fairness', 'echo-1', 'p99us')),
  goal('CPU per echo', atMost(25), ours('echo', 'idle', 'cpuUs'), ' µs'),
  goal('CPU per echo, of Bun', atMost(1), toBest('echo', 'idle', 'cpuUs', 'less', ['bun'])),
  goal('20 MB in one write, MB/s of C', atLeast(0.85), toC('input', 'once', 'mbPerS')),
  goal('20 MB in 4 KB writes, MB/s of C', atLeast(0.85), toC('input', 'chunks', 'mbPerS')),
  goal('write() of 20 MB returns', atMost(10), ours('input', 'once', 'writeMs'), ' ms'),
  goal('30,000 small writes return', atMost(100), ours('input', 'small-30000', 'writeMs'), ' ms'),
  goal(
    '100,000 small writes, time of 30,000',
    atMost(4),
    toOwn('input', 'small-100000', 'small-30000', 'writeMs'),
  ),
  goal('CPU beside a stalled reader', atMost(1), ours('stalled', 'one', 'cpuPercent'), '%'),
  goal('pool threads held by it', atMost(0), ours('stalled', 'one', 'poolHeld')),
];

/** An idle process still has a clock tick now and then: this is zero. */
const NO_CPU = 0.1;

const scaleGoals = [
  ...[100, 1000, 3000].flatMap((count) => [
    goal(`${count} idle: threads more`, atMost(1), ours('idle', `${count}`, 'threads')),
    goal(`${count} idle: CPU`, atMost(NO_CPU), ours('idle', `${count}`, 'cpuPercent'), '%'),
    goal(`${count} idle: descriptors left`, atMost(0), ours('idle', `${count}`, 'fdsLeft')),
  ]),
  goal(
    '1000 idle: memory each, of the best peer',
    atMost(0.5),
    toBest('idle', '1000', 'kbPerPty', 'less', PEERS),
  ),
  goal('1000 idle: memory each', atMost(6), ours('idle', '1000', 'kbPerPty'), ' KB'),
  goal('1000 idle: descriptors each, beyond the best peer', atMost(1), (results) => {
    const best = results.best('idle', '1000', PEERS, 'fdsPerPty', 'less');
    const own = ours('idle', '1000', 'fdsPerPty')(results);
    return best && own === undefined ? undefined : best && own - best.median;
  }),
  goal('1000 idle: to open all, of C', atMost(1.5), toC('idle', '1000', 'openMs')),
  // The kernel itself takes longer for each the more there are: growth is C's growth.
  goal('3000 idle: to open all, of C', atMost(1.5), toC('idle', '3000', 'openMs')),
  goal('3000 idle: memory each, of 1000', atMost(1.1), toOwn('idle', '3000', '1000', 'kbPerPty')),
  // Resident memory stays with V8, which keeps the pages of its young generation; what lives in
  // them must go.
  goal('3000 idle: live JS left, each', atMost(0.5), ours('idle', '3000', 'heapLeftKB'), ' KB'),
];

const GOALS = [...spawnGoals, ...outputGoals, ...fairnessGoals, ...otherGoals, ...scaleGoals];

/**
 * Every goal of which the run has the figures.
 * @returns {{text: string, wanted: string, measured: string, met: boolean}[]}
 */
export function judge(results) {
  return GOALS.flatMap(({ text, sign, limit, met, measured, unit }) => {
    const value = measured(results);
    if (value === undefined || Number.isNaN(value)) return [];
    return [
      {
        text,
        wanted: `${sign} ${figure(limit)}${unit}`,
        measured: `${figure(value)}${unit}`,
        met: met(value),
      },
    ];
  });
}
