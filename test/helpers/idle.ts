// Whether flatpty sleeps: counts, which a busy machine does not change. Linux only.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Test } from 'tap';

const LOOKS = 20;
/** A look takes a few turns, more on a busy machine whose timers come due in pieces; a loop that spins makes tens of thousands. */
const TURNS_AT_MOST = 50 * LOOKS;
/** A look may meet the I/O thread awake for another reason; one that spins is awake in all. */
const AWAKE_AT_MOST = 2;
const WAKE_UPS_AT_MOST = 10;

export interface Idleness {
  /** How many of the looks found the I/O thread running or ready to run. */
  awake: number;
  /** How often it went to sleep meanwhile, which is how often it was woken. */
  wakeUps: number;
  /** Turns of the event loop, of which each look takes one. */
  turns: number;
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

/** Counts turns of the event loop until it is stopped: an unreferenced immediate runs in each and asks for none. */
function countTurns(): () => number {
  let turns = 0;
  let next: NodeJS.Immediate;
  const again = () => {
    turns += 1;
    next = setImmediate(again).unref();
  };
  next = setImmediate(again).unref();
  return () => {
    clearImmediate(next);
    return turns;
  };
}

/** Looks at the I/O thread and the event loop of this process for `ms`. */
export async function idlenessIn(ms: number): Promise<Idleness> {
  const before = ioThread();
  const turns = countTurns();
  let awake = 0;
  for (let i = 0; i < LOOKS; i++) {
    await delay(ms / LOOKS);
    if (!ioThread().isAsleep) awake += 1;
  }
  return {
    awake,
    wakeUps: ioThread().sleeps - before.sleeps,
    turns: turns(),
  };
}

/** Asserts that neither the I/O thread nor the event loop has anything to do for `ms`. */
export async function assertIdle(t: Test, ms: number): Promise<void> {
  checkIdle(t, await idlenessIn(ms));
}

/** As assertIdle, of what another process has found. */
export function checkIdle(t: Test, { awake, wakeUps, turns }: Idleness): void {
  t.ok(awake <= AWAKE_AT_MOST, `the I/O thread is awake in ${awake} of ${LOOKS} looks`);
  t.ok(wakeUps <= WAKE_UPS_AT_MOST, `it is woken ${wakeUps} times`);
  t.ok(turns >= LOOKS / 2 && turns <= TURNS_AT_MOST, `the event loop makes ${turns} turns`);
}
