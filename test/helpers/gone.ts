import { statOf } from './processes';

/** Whether a process is over and reaped; a zombie is not. */
export function isGone(pid: number): boolean {
  return statOf(pid) === undefined;
}
