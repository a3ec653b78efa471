import { spawn } from 'flatpty';
import t from 'tap';
import { besideIdleProcess } from '../helpers/machineLag';
import { until } from '../helpers/until';

const BYTES = 20 * 1024 * 1024;
const RETURNS_WITHIN_MS = 50;
const RUNS = 5;
/** Written in one go, 20 MB take more than 400 ms on a machine whose idle processes are not late. */
const LOOP_HELD_BELOW_MS = 250;
const TIMES_THE_CONTROL = 4;

/** Milliseconds that a plain copy of so much takes here and now; on a busy machine that is long. */
function copyMs(data: Buffer): number {
  const begun = performance.now();
  Buffer.from(data);
  return performance.now() - begun;
}

for (const [who, file, args] of [
  ['nobody reads', 'sleep', ['60']],
  ['the program reads as fast as it can', '/bin/sh', ['-c', 'exec cat >/dev/null']],
] as const) {
  t.test(`write() of 20 MB returns at once when ${who}`, async (t) => {
    const data = Buffer.alloc(BYTES, 'x');
    const times: number[] = [];
    let copying = 0;
    for (let i = 0; i < RUNS; i++) {
      const pty = spawn(file, [...args], { termios: { raw: true, echo: false } });
      t.teardown(() => pty.kill('SIGKILL'));
      copying = Math.max(copying, copyMs(data));
      const begun = performance.now();
      const returned = pty.write(data);
      times.push(performance.now() - begun);
      t.equal(returned, false);
      const waiting = pty.writableLength;
      t.ok(waiting > BYTES / 2 && waiting <= BYTES, `${waiting} bytes wait`);
      pty.destroy();
    }
    const best = Math.min(...times);
    t.comment(`best of ${RUNS}: ${best.toFixed(1)} ms; a copy takes ${copying.toFixed(1)} ms`);
    t.ok(best < Math.max(RETURNS_WITHIN_MS, 5 * copying), `${best} ms`);
  });
}

t.test('and is written without holding up the event loop', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'exec cat >/dev/null'], {
    termios: { raw: true, echo: false },
  });
  t.teardown(() => pty.kill('SIGKILL'));
  let done = false;
  let worst = 0;
  let last = performance.now();
  const { control } = await besideIdleProcess(() => {
    pty.write(Buffer.alloc(BYTES, 'x'), () => {
      done = true;
    });
    last = performance.now();
    return until(
      () => {
        const now = performance.now();
        worst = Math.max(worst, now - last);
        last = now;
        return done;
      },
      30_000,
      'the program to read 20 MB',
    );
  });
  t.comment(`the event loop was held up for ${worst.toFixed(1)} ms at most`);
  const atMost = 20 + LOOP_HELD_BELOW_MS + TIMES_THE_CONTROL * control.worst;
  t.ok(worst < atMost, `${worst} ms, of which until() waits 20; at most ${atMost}`);
});
