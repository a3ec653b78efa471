// Finding the processes that a program has started, however far they went. Linux only.
import { readdirSync, readFileSync } from 'node:fs';

/** The variable that marks them: give it, with a value of your own, to the program's environment. */
export const MARK = 'FLATPTY_TEST_MARK';

/** The pids of all processes that have inherited the mark. */
export function markedWith(value: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1')
          .split('\0')
          .includes(`${MARK}=${value}`);
      } catch {
        return false;
      }
    })
    .map(Number);
}
