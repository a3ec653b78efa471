// The child's environment on Windows: names differ by more than case, and are sorted.
import { invalidArgType, invalidArgValue } from '../errors';

// Programs that miss one of these fail in odd ways: without SystemRoot no socket can be opened. As child_process.
const REQUIRED = [
  'HOMEDRIVE',
  'HOMEPATH',
  'LOGONSERVER',
  'PATH',
  'SYSTEMDRIVE',
  'SYSTEMROOT',
  'TEMP',
  'USERDOMAIN',
  'USERNAME',
  'USERPROFILE',
  'WINDIR',
];

/** A child's environment: what it holds by upper-case name, and the form that CreateProcessW takes. */
export interface WindowsEnvironment {
  /** undefined when there is no such variable. `name` in any case. */
  get(name: string): string | undefined;
  /** "NAME=value" texts, sorted by upper-case name, each with a NUL after it. */
  readonly block: string;
}

function checked(name: string, value: string): string {
  if (value.includes('\0')) throw invalidArgValue(name, 'must not contain a NUL byte');
  return value;
}

/**
 * Reads `source`. Of names that differ by case only the last one counts, as when each is set in turn. `undefined`
 * values are passed over, and variables that Windows's own libraries need are taken from `own` when they are missing.
 *
 * @throws TypeError `ERR_INVALID_ARG_VALUE` for a NUL byte or an `=` in a name (drives' folders, `=C:`, have
 *   theirs in front); `ERR_INVALID_ARG_TYPE` for a symbol.
 */
export function windowsEnvironment(
  source: NodeJS.ProcessEnv,
  own: NodeJS.ProcessEnv,
): WindowsEnvironment {
  const found = new Map<string, { name: string; value: string }>();
  for (const name of Object.keys(source)) {
    const value: unknown = source[name];
    if (value === undefined) continue;
    if (typeof value === 'symbol') throw invalidArgType(`env.${name}`, 'a string', value);
    if (name.indexOf('=', 1) > 0 || name === '') {
      throw invalidArgValue('env', `has a name that Windows does not take: ${name}`);
    }
    checked('env', name);
    found.set(name.toUpperCase(), { name, value: checked(`env.${name}`, `${value}`) });
  }
  for (const name of REQUIRED) {
    const value = found.has(name) ? undefined : own[name];
    if (value !== undefined) found.set(name, { name, value });
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    get: (name) => found.get(name.toUpperCase())?.value,
    block: sorted.map(([, { name, value }]) => `${name}=${value}\0`).join(''),
  };
}
