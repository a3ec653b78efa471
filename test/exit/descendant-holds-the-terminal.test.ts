import { type Pty, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { isAlive, killPid } from '../helpers/processes';
import { until, within } from '../helpers/until';

// node-pty's figure is 200 ms, and so is ours. The control takes as long by itself, on the same machine at the same time.
const HELD_S = 0.2;
const TIMES_THE_CONTROL = 2;
const RUNS = 5;

/** A leader that has left `descendant` in its terminal and ends when it is sent a line. */
async function leaderWith(t: Test, descendant: string) {
  const script = `trap '' HUP; ${descendant} & echo "pid=$!;"; read x; exit 3`;
  const pty = spawn('/bin/sh', ['-c', script], { termios: { echo: false } });
  let start = '';
  let bytes = 0;
  pty.onData((data) => {
    bytes += data.length;
    if (start.length < 1_000_000) start += data;
  });
  const found = await until(() => /pid=(\d+);/.exec(start), 5000, "the descendant's pid");
  const pid = Number(found[1]);
  t.teardown(() => killPid(pid));
  return { pty, pid, bytes: () => bytes };
}

/** Ends the leader; ms until exit is told. Too long by the way to the leader, never too short. */
async function msToExit(pty: Pty): Promise<number> {
  const begun = performance.now();
  pty.write('\r');
  const { exitCode } = await within(pty.exited, 10_000, 'the exit');
  const ms = performance.now() - begun;
  if (exitCode !== 3) throw new Error(`exit code ${exitCode}`);
  return ms;
}

/** Ms until the exit of a program that nothing holds back and that itself takes as long as descendants are given. */
async function controlMs(): Promise<number> {
  const pty = spawn('/bin/sh', ['-c', `echo ready; read x; sleep ${HELD_S}; exit 3`]);
  await within(pty.waitFor('ready'), 10_000, 'the control');
  return msToExit(pty);
}

/** Asserts of the best of some runs that it is no longer than it may be, by the best of the controls beside them. */
function assertSoon(t: Test, times: number[], controls: number[]): void {
  const [best, control] = [Math.min(...times), Math.min(...controls)];
  t.comment(
    `exit ${best.toFixed(0)} ms after the leader's end; the control's ${control.toFixed(0)} ms`,
  );
  t.ok(best < TIMES_THE_CONTROL * control, `${best} ms, the control ${control} ms`);
}

t.test('a silent descendant does not hold back exit for long', async (t) => {
  const times: number[] = [];
  const controls: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const { pty, pid } = await leaderWith(t, 'sleep 60');
    times.push(await msToExit(pty));
    controls.push(await controlMs());
    t.ok(isAlive(pid), 'it still lives, so it was not its end that was waited for');
    t.equal(pty.fd, -1, 'the terminal is closed');
  }
  assertSoon(t, times, controls);
});

t.test('one that floods for ever does not either', async (t) => {
  const times: number[] = [];
  const controls: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const { pty, pid, bytes } = await leaderWith(t, 'yes');
    await until(() => bytes() > 100_000, 5000, 'the flood');
    times.push(await msToExit(pty));
    const end = bytes();
    // yes(1) ends by itself now: its terminal is gone, and writing to it is an error.
    await until(() => !isAlive(pid), 5000, 'the end of the flooding descendant');
    t.equal(bytes(), end, 'no data after exit');
    controls.push(await controlMs());
  }
  assertSoon(t, times, controls);
});

t.test('nor one that floods a paused consumer', async (t) => {
  const { pty, bytes } = await leaderWith(t, 'yes');
  await until(() => bytes() > 100_000, 5000, 'the flood');
  pty.pause();
  await msToExit(pty); // it comes: the descendant floods for ever
  const before = bytes();
  const closed = new Promise<void>((resolve) => {
    pty.onClose(resolve);
  });
  pty.resume();
  await within(closed, 5000, 'the close after resume()');
  t.ok(bytes() > before, 'what was held for the consumer came on resume()');
});
