// Echo: one byte to a program in raw mode and back, with nothing else going on. Once more with every
// processor kept awake, because on an idle machine most of a round trip is processors that wake up.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { processCpuMs } from '../lib/clocks.mjs';
import { limit, program } from '../lib/paths.mjs';
import { runCell } from '../lib/run-cell.mjs';
import { percentile } from '../lib/stats.mjs';
import { startReady } from '../lib/talk.mjs';

const ROUNDS = { full: 5000, quick: 3000, smoke: 3000 };
const WARM_UP = 200;

export const title = 'Echo';

export const metrics = [
  { key: 'p50us', title: 'round trip p50, µs', better: 'less' },
  { key: 'p99us', title: 'round trip p99, µs', better: 'less' },
  { key: 'cpuUs', title: 'process CPU, µs each', better: 'less' },
];

export function cells(size) {
  const cell = {
    params: { rounds: ROUNDS[size] },
    limit: [limit('echo'), `${ROUNDS[size]}`, '0', '0', program('echo')],
    limitS: 60,
  };
  return [
    { ...cell, id: 'idle', title: 'one byte, idle' },
    { ...cell, id: 'awake', title: 'one byte, processors kept awake', run: besideAwake },
  ];
}

/** Runs the cell while a loop of the lowest priority runs on each processor. */
async function besideAwake(caseName, cell, library) {
  const awake = spawn(program('awake'), { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    await once(awake.stdout, 'data');
    return await runCell(caseName, cell, library);
  } finally {
    const ended = once(awake, 'exit');
    awake.stdin.end();
    await ended;
  }
}

export async function measure(load, { rounds }) {
  const driver = await load();
  const took = [];
  let sent = 0;
  let cpuMs = 0;
  let terminal;
  await new Promise((resolve) => {
    const type = () => {
      sent = performance.now();
      terminal.write('x');
    };
    const came = () => {
      took.push((performance.now() - sent) * 1e3);
      if (took.length === WARM_UP) cpuMs = processCpuMs();
      if (took.length < rounds + WARM_UP) type();
      else resolve();
    };
    startReady(driver, program('echo'), [], came).then((ready) => {
      terminal = ready;
      type();
    });
  });
  const cpuUs = ((processCpuMs() - cpuMs) * 1e3) / rounds;
  terminal.kill();
  const measured = took.slice(WARM_UP);
  const [p10us, p50us, p99us] = [0.1, 0.5, 0.99].map((part) => percentile(measured, part));
  return { p10us, p50us, p99us, cpuUs };
}
