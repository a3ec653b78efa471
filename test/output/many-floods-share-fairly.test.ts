import { type BinaryPty, spawn } from 'flatpty';
import t from 'tap';
import { besideIdleProcess } from '../helpers/machineLag';
import { FOREVER } from '../helpers/pattern';
import { until } from '../helpers/until';

const FLOODS = 6;
const ROUNDS = 20;
/** Milliseconds, beside so many times the lateness of a process that has nothing to do. */
const ECHO_BELOW_MS = 50;
const TIMES_THE_CONTROL = 4;

t.test('an echo beside six floods is not kept waiting', async (t) => {
  const bytes = Array<number>(FLOODS).fill(0);
  const floods: BinaryPty[] = [];
  t.teardown(() => {
    for (const pty of floods) pty.kill('SIGKILL');
  });
  for (let i = 0; i < FLOODS; i++) {
    const pty = spawn('/bin/sh', ['-c', FOREVER], { encoding: null });
    floods.push(pty);
    pty.onData((chunk) => {
      bytes[i] = (bytes[i] as number) + chunk.length;
    });
  }
  await until(() => bytes.every((count) => count > 1_000_000), 20_000, 'all floods to run');

  const cat = spawn('cat', [], { termios: { raw: true } });
  t.teardown(() => cat.kill('SIGKILL'));
  let echoed = '';
  cat.onData((data) => {
    echoed += data;
  });
  const times: number[] = [];
  const { control } = await besideIdleProcess(async () => {
    for (let i = 0; i < ROUNDS; i++) {
      const begun = performance.now();
      cat.write(`<${i}>`);
      await until(() => echoed.includes(`<${i}>`), 10_000, `echo ${i}`);
      times.push(performance.now() - begun);
    }
  });
  times.sort((a, b) => a - b);
  const median = times[ROUNDS / 2] as number;
  t.comment(`echo: median ${median.toFixed(1)} ms, worst ${times.at(-1)?.toFixed(1)} ms`);
  const atMost = ECHO_BELOW_MS + TIMES_THE_CONTROL * control.p99;
  t.ok(median < atMost, `median ${median} ms, at most ${atMost} ms`);

  const before = [...bytes];
  await until(
    () => bytes.every((count, i) => count > (before[i] as number) + 1_000_000),
    20_000,
    'another 1 MB from every flood',
  );
  const gained = bytes.map((count, i) => count - (before[i] as number));
  t.comment(`MB per flood: ${gained.map((count) => (count / 1e6).toFixed(1)).join(' ')}`);
  t.ok(Math.max(...gained) < 10 * Math.min(...gained), 'none is far ahead of another');
});
