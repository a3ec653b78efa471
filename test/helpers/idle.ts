// Whether flatpty sleeps: counts, which a busy machine does not change. Linux only.
import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Test } from 'tap';

const LOOKS = 20;
/** A look may meet the I/O thread awake for another reason; one that spins is awake in all. */
const AWAKE_AT_MOST = 2;
const WAKE_UPS_AT_MOST = 10;
/** Of the event loop's time; it has this many looks to make, and a busy machine makes them long. */
const LOOP_BUSY_BELOW = 0.5;

export interface Idleness {
  /** How many of the looks found the I/O thread running or ready to run. */
  awake: number;
  /** How often it went to sleep meanwhile, which is how often it was woken. */
  wakeUps: number;
  /** The part of the time in which the event loop had something to do, as Node measures it. */
  loopBusy: number;
}

/** What proc(5) says of the I/O thread. */
function ioThread(): { isAsleep: boolean; sleeps: number } {
  for (const tid of readdirSync('/proc/self/task')) {
    const status = readFileSync(`/proc/self/task/${tid}/status`, 'latin1');
    if (!/^Name:\tflatpty$/m.test(status)) continue;
    return {
      isAsleep: /^State:\tS/m.test(status),
      sleeps: Number(/^voluntary_ctxt_switches:\t(\d+)$/m.exec(status)?.[1]),
    };
  }
  throw new Error('there is no I/O thread');
}

/** Looks at the I/O thread and the event loop of this process for `ms`. */
export async function idlenessIn(ms: number): Promise<Idleness> {
  const before = ioThread();
  const load = performance.eventLoopUtilization();
  let awake = 0;
  for (let i = 0; i < LOOKS; i++) {
    await delay(ms / LOOKS);
    if (!ioThread().isAsleep) awake += 1;
  }
  return {
    awake,
    wakeUps: ioThread().sleeps - before.sleeps,
    loopBusy: performance.eventLoopUtilization(load).utilization,
  };
}

/** Asserts that neither the I/O thread nor the event loop has anything to do for `ms`. */
export async function assertIdle(t: Test, ms: number): Promise<void> {
  checkIdle(t, await idlenessIn(ms));
}

/** As assertIdle, of what another process has found. */
export function checkIdle(t: Test, { awake, wakeUps, loopBusy }: Idleness): void {
  t.ok(awake <= AWAKE_AT_MOST, `the I/O thread is awake in ${awake} of ${LOOKS} looks`);
  t.ok(wakeUps <= WAKE_UPS_AT_MOST, `it is woken ${wakeUps} times`);
  const percent = `${(loopBusy * 100).toFixed(1)} %`;
  t.ok(loopBusy < LOOP_BUSY_BELOW, `the event loop is busy for ${percent} of the time`);
}
