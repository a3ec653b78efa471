import { existsSync, realpathSync } from 'node:fs';
import * as path from 'node:path';
import { cwd as currentDirectory } from '../node';

/** What Node reads in place of a byte that is not UTF-8. */
const REPLACEMENT = '\ufffd';

/** A component `.` or `..`, which POSIX bars from PWD. */
const HAS_DOTS = /(^|[/\\])\.\.?([/\\]|$)/;

/**
 * This process's directory; empty when it was removed, which must not stop a spawn elsewhere, and
 * when its name is not UTF-8: Node's text for it then names no directory.
 */
function here(): string {
  try {
    const found = currentDirectory();
    return found.includes(REPLACEMENT) && !existsSync(found) ? '' : found;
  } catch {
    return '';
  }
}

function withoutDots(directory: string): string {
  try {
    return realpathSync.native(directory); // the other one drops `link/..` unseen
  } catch {
    return path.resolve(directory); // not there; the spawn says so
  }
}

/**
 * The child's PWD, absolute as POSIX demands, when it starts in `chosen`; empty when the name is
 * unknown.
 * @param chosen the option `cwd`; empty for this process's directory.
 */
export function workingDirectory(chosen: string): string {
  if (chosen === '') return here();
  if (path.isAbsolute(chosen)) return HAS_DOTS.test(chosen) ? withoutDots(chosen) : chosen;
  const base = here();
  if (base === '') return '';
  const whole = `${base}${path.sep}${chosen}`; // path.join() would drop `link/..`, which is not `.`
  return HAS_DOTS.test(chosen) ? withoutDots(whole) : whole;
}
