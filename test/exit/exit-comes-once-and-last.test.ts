// timeout: 120 s
import { spawn } from 'flatpty';
import t from 'tap';
import { run } from '../helpers/collect';
import { scaled } from '../helpers/scale';
import { within } from '../helpers/until';

const RUNS = scaled(300, 60);
const AT_ONCE = 10;

interface Log {
  all: string[];
  output: string;
}

/** Runs a short command and notes every event by both ways of listening, doubled. */
async function logOf(i: number): Promise<Log> {
  const pty = spawn('/bin/sh', ['-c', `echo run ${i}; exit ${i % 256}`]);
  const log: Log = { all: [], output: '' };
  pty.onData((data) => {
    log.all.push('onData');
    log.output += data;
  });
  pty.on('data', () => log.all.push('data'));
  pty.onClose(() => log.all.push('onClose'));
  pty.on('close', () => log.all.push('close'));
  pty.onExit(({ exitCode, signal }) => log.all.push(`onExit ${exitCode} ${signal}`));
  pty.on('exit', (exitCode, signal) => log.all.push(`exit ${exitCode} ${signal}`));
  await within(pty.exited, 10_000, `the exit of run ${i}`);
  // What would come too much comes now.
  await run('true');
  return log;
}

t.test(`${RUNS} short commands: all data, then close once, then exit once`, async (t) => {
  const faults: string[] = [];
  for (let first = 0; first < RUNS; first += AT_ONCE) {
    const batch = Array.from({ length: AT_ONCE }, (_, i) => first + i);
    for (const [at, log] of (await Promise.all(batch.map(logOf))).entries()) {
      const i = first + at;
      const code = i % 256;
      const told = log.all.join(', ');
      const ends = `onClose, close, onExit ${code} 0, exit ${code} 0`;
      const form = new RegExp(`^(onData, data, )+${ends}$`);
      if (!form.test(told)) faults.push(`run ${i}: ${told}`);
      if (log.output !== `run ${i}\r\n`) faults.push(`run ${i}: ${JSON.stringify(log.output)}`);
    }
  }
  t.strictSame(faults, []);
});

t.test('a program that prints nothing: close, exit', async (t) => {
  const { events } = await run('true');
  t.strictSame(events, ['close', 'exit']);
});
