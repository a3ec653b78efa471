// What runs in a terminal's job object on Windows.
import { invalidArgType, outOfRange, processesRemain, rethrowSystemError } from '../errors';
import type { KillTreeResult, SessionProcess } from '../interfaces';
import { delay, now } from '../node';
import { Given } from '../spawn/given';
import type { PtyHandle, PtyJob } from './ptyHandle';

const DEFAULT_GRACE_MS = 2000;
/** After TerminateJobObject only a process that is stuck in the kernel is left. */
const KILL_PATIENCE_MS = 5000;
const LOOK_MS = 20;
/** What has the addon close the console. */
const END = 15;

async function goneWithin(job: PtyJob, ms: number): Promise<boolean> {
  const deadline = now() + ms;
  for (;;) {
    if (job.members().length === 0) return true;
    const left = deadline - now();
    if (left <= 0) return false;
    await delay(Math.min(left, LOOK_MS));
  }
}

/**
 * Closes the console and, after `graceMs` milliseconds, terminates the job. Nothing can leave a job.
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE`; Error `ETIMEDOUT` with `pids` when
 *   processes remain; ErrnoException when Windows refuses.
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
  // Before the console closes: what has no console outlives the terminal, and is in its job.
  const job = native.openJob();
  native.kill(END);
  try {
    if (job && !(await goneWithin(job, graceMs))) await endAll(job);
  } finally {
    job?.close();
  }
  return { left: [], unseen: undefined };
}

async function endAll(job: PtyJob): Promise<void> {
  try {
    job.end();
  } catch (error) {
    rethrowSystemError(error, 'killTree');
  }
  if (await goneWithin(job, KILL_PATIENCE_MS)) return;
  throw processesRemain(job.members().map(describe), false);
}

const describe = (pid: number): SessionProcess => {
  return { pid, ppid: 0, group: 0, command: '', state: 'unknown' };
};

/** The living processes of the job, by pid. Windows has no groups, and the job tells only pids. */
export function jobProcesses(native: PtyHandle): SessionProcess[] {
  return jobPids(native).map(describe);
}

/** The same, their pids alone. */
export function jobPids(native: PtyHandle): number[] {
  const job = native.openJob();
  try {
    return (job?.members() ?? []).sort((a, b) => a - b);
  } finally {
    job?.close();
  }
}
