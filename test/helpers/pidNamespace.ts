import { spawnSync } from 'node:child_process';
import { isRoot } from './identity';
import { type ProgramEnd, type ProgramOptions, runProgram } from './runScript';

// The shell stays as pid 1 and reaps orphans. The limit first: nothing of the script may be able to fill the machine. Per namespace since Linux 6.14.
const LIMITED = 'echo "$1" > /proc/sys/kernel/pid_max && shift && { "$@" & wait $!; }';
const WORDS = ['-p', '-f', '-m', '--mount-proc', '--kill-child'];

let refusal: string | false | undefined;

/** Why no pid namespace with a limit of its own can be made here; false when one can. */
export function noPidNamespace(): string | false {
  if (refusal !== undefined) return refusal;
  const read = 'cat /proc/sys/kernel/pid_max';
  const inside = () =>
    spawnSync('unshare', [...WORDS, 'sh', '-c', LIMITED, 'sh', '400', 'sh', '-c', read]);
  const outside = () => spawnSync('sh', ['-c', read], { encoding: 'utf8' }).stdout;
  const before = isRoot ? outside() : '';
  // Where pid_max is the machine's, that would change it for all: so it is read back, and only tried
  // where the kernel is new enough.
  const [major = 0, minor = 0] = require('node:os').release().split('.').map(Number);
  if (!isRoot) refusal = 'only root may make a pid namespace';
  else if (major < 6 || (major === 6 && minor < 14))
    refusal = 'pid_max is one for all before Linux 6.14';
  else if (inside().stdout.toString().trim() !== '400') refusal = 'no pid namespace to be had';
  else refusal = outside() === before ? false : "pid_max is not the namespace's own";
  return refusal;
}

/**
 * Runs a node script in a pid namespace with its own /proc, whose pids end at `pidMax`
 * (at least 301). What is left in it dies with the script.
 */
export function runInPidNamespace(
  pidMax: number,
  script: string,
  args: string[] = [],
  options: ProgramOptions = {},
): Promise<ProgramEnd> {
  const words = [
    ...WORDS,
    'sh',
    '-c',
    LIMITED,
    'sh',
    String(pidMax),
    process.execPath,
    script,
    ...args,
  ];
  return runProgram('unshare', words, options);
}
