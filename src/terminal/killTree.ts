import { constants } from 'node:os';
import { invalidArgType, outOfRange } from '../errors';
import { delay, now } from '../node';
import { Given } from '../spawn/given';
import { signalNumber } from '../spawn/signals';
import type { PtyHandle } from './ptyHandle';

const DEFAULT_GRACE_MS = 2000;
/** After SIGKILL only a process stuck in the kernel is left; waiting longer would not help. */
const KILL_PATIENCE_MS = 5000;
const FIRST_LOOK_MS = 5;
const MAX_LOOK_MS = 50;

async function gone(native: PtyHandle, withinMs: number, keepKilling: boolean): Promise<boolean> {
  const deadline = now() + withinMs;
  let wait = FIRST_LOOK_MS;
  for (;;) {
    // Again and again, because a member may have forked after it was listed.
    if (native.signalSession(keepKilling ? constants.signals.SIGKILL : 0) === 0) return true;
    const left = deadline - now();
    if (left <= 0) return false;
    await delay(Math.min(wait, left));
    wait = Math.min(wait * 2, MAX_LOOK_MS);
  }
}

/**
 * Ends every process of a terminal's session: `signal`, then after `graceMs` milliseconds SIGKILL.
 * Processes that have left the session (setsid) are not found.
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_UNKNOWN_SIGNAL`, RangeError `ERR_OUT_OF_RANGE`.
 */
export async function killTree(
  native: PtyHandle | undefined,
  options?: { signal?: string | number; graceMs?: number } | null,
): Promise<void> {
  const given = new Given(options ?? undefined);
  const { signal = 'SIGHUP', graceMs = DEFAULT_GRACE_MS } = {
    signal: given.get('signal'),
    graceMs: given.get('graceMs'),
  };
  const number = signalNumber(signal);
  if (typeof graceMs !== 'number') throw invalidArgType('graceMs', 'a number', graceMs);
  if (!(graceMs >= 0 && graceMs < Number.POSITIVE_INFINITY)) {
    throw outOfRange(`graceMs must be a number of milliseconds, 0 or more. Received ${graceMs}`);
  }
  if (native === undefined) return;
  native.signalSession(number);
  if (!(await gone(native, graceMs, false))) await gone(native, KILL_PATIENCE_MS, true);
}
