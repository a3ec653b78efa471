import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** How late an idle event loop's timers were on this machine, in ms. */
export interface Lag {
  median: number;
  p99: number;
  worst: number;
}

const CONTROL = `
const { monitorEventLoopDelay } = require('node:perf_hooks');
const lag = monitorEventLoopDelay({ resolution: 1 });
lag.enable();
process.stdin.on('end', () => {
  lag.disable();
  const ms = (ns) => ns / 1e6;
  console.log(JSON.stringify({
    median: ms(lag.percentile(50)), p99: ms(lag.percentile(99)), worst: ms(lag.max),
  }));
}).resume();
process.stdout.write('ready\\n');
`;

/**
 * The control for a measurement of time: how late a node process without anything to do is while `work`
 * runs. What else the machine does makes both late.
 */
export async function besideIdleProcess<T>(
  work: () => Promise<T>,
): Promise<{ result: T; control: Lag }> {
  const child = spawn(process.execPath, ['-e', CONTROL], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  try {
    await once(child.stdout, 'data');
    const result = await work();
    child.stdin.end();
    await ended;
    return { result, control: JSON.parse(said.replace(/^ready\n/, '')) as Lag };
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}
