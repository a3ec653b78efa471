import { readdirSync } from 'node:fs';
import { statOf } from './processes';

/** The pids of this process's children, zombies included. */
export function children(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statOf(pid)?.parent === process.pid);
}
