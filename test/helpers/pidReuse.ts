import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { statOf } from './processes';

const LAST_PID = '/proc/sys/kernel/ns_last_pid';
const TRIES = 20;

/** Why no pid can be chosen here; undefined when one can (Linux, CAP_CHECKPOINT_RESTORE). */
export function pidReuseRefused(): string | undefined {
  try {
    fs.writeFileSync(LAST_PID, fs.readFileSync(LAST_PID));
    return undefined;
  } catch (error) {
    return `${LAST_PID} cannot be written: ${(error as NodeJS.ErrnoException).code}`;
  }
}

/**
 * Starts `sleep 60` with the given pid; undefined when others were faster. It leads a session and a
 * process group of that number too.
 */
export function sleepWithPid(pid: number): ChildProcess | undefined {
  for (let i = 0; i < TRIES && statOf(pid) === undefined; i++) {
    fs.writeFileSync(LAST_PID, `${pid - 1}`);
    const child = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
    if (child.pid === pid) return child;
    child.kill('SIGKILL');
  }
  return undefined;
}
