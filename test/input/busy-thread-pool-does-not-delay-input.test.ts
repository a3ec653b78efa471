// timeout: 150 s
import { pbkdf2 } from 'node:crypto';
import { spawn } from 'flatpty';
import t from 'tap';
import { until, within } from '../helpers/until';

// node-pty#939: input through the thread pool of libuv (four threads) waits for what is in it.
const POOL = 4;
const ROUNDS = 3;
const ITERATIONS = 750_000;
const WORK_WITHIN_MS = 120_000;

t.test('echoes return while every pool thread is busy', async (t) => {
  const pty = spawn('cat', [], { termios: { raw: true } });
  t.teardown(() => pty.kill('SIGKILL'));
  let echoed = '';
  let heard: (() => void) | undefined;
  pty.onData((data) => {
    echoed += data;
    heard?.();
  });
  const echo = async (text: string) => {
    const begun = performance.now();
    const came = new Promise<void>((resolve) => {
      heard = () => echoed.endsWith(text) && resolve();
    });
    pty.write(text);
    await within(came, 10_000, `the echo of ${text}`);
    return performance.now() - begun;
  };
  await echo('ready');

  let finished = 0;
  const work = Array.from({ length: POOL }, () => {
    return new Promise<void>((resolve, reject) => {
      pbkdf2('password', 'salt', ITERATIONS, 64, 'sha512', (error) => {
        finished += 1;
        if (error) reject(error);
        else resolve();
      });
    });
  });
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) times.push(await echo(`<${i}>`));
  t.equal(finished, 0, 'the pool was busy all the time');
  times.sort((a, b) => a - b);
  const median = times[1] as number;
  t.comment(`echo: median ${median.toFixed(2)} ms, worst ${times.at(-1)?.toFixed(2)} ms`);
  await until(() => finished === POOL, WORK_WITHIN_MS, 'the work of the pool');
  await Promise.all(work);
});
