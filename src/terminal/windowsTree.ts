// What runs in a terminal's job object on Windows.
import { invalidArgType, outOfRange } from '../errors';
import type { KillTreeResult, SessionProcess } from '../interfaces';
import { delay, now } from '../node';
import { Given } from '../spawn/given';
import type { PtyHandle } from './ptyHandle';

const DEFAULT_GRACE_MS = 2000;
/** After TerminateJobObject only a process that is stuck in the kernel is left. */
const KILL_PATIENCE_MS = 5000;
const LOOK_MS = 20;
/** The two things that the addon can do, by the numbers that mean them on Unix. */
const END = 15;
const TERMINATE = 9;

async function goneWithin(native: PtyHandle, ms: number): Promise<boolean> {
  const deadline = now() + ms;
  for (;;) {
    if (native.members().length === 0) return true;
    const left = deadline - now();
    if (left <= 0) return false;
    await delay(Math.min(left, LOOK_MS));
  }
}

/**
 * Closes the console and, after `graceMs` milliseconds, terminates the job. Nothing can leave a job.
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE`.
 */
export async function killJob(
  native: PtyHandle,
  options?: { graceMs?: number } | null,
): Promise<KillTreeResult> {
  const graceMs = new Given(options ?? undefined).get('graceMs') ?? DEFAULT_GRACE_MS;
  if (typeof graceMs !== 'number') throw invalidArgType('graceMs', 'a number', graceMs);
  if (!(graceMs >= 0 && graceMs < Number.POSITIVE_INFINITY)) {
    throw outOfRange(`graceMs must be a number of milliseconds, 0 or more. Received ${graceMs}`);
  }
  native.kill(END);
  if (!(await goneWithin(native, graceMs))) {
    native.kill(TERMINATE);
    await goneWithin(native, KILL_PATIENCE_MS);
  }
  return { left: [], unseen: undefined };
}

/** The living processes of the job, by pid. Windows has no groups, and the job tells only pids. */
export function jobProcesses(native: PtyHandle): SessionProcess[] {
  const describe = (pid: number): SessionProcess => {
    return { pid, ppid: 0, group: 0, command: '', state: 'unknown' };
  };
  return native
    .members()
    .sort((a, b) => a - b)
    .map(describe);
}
