import { existsSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { isRoot } from './identity';
import { until } from './until';

/** Where the cgroups of version 2 are, alone or beside version 1; undefined when they are not mounted. */
function mountPoint(): string | undefined {
  return /^\S+ (\S+) cgroup2 /m.exec(readFileSync('/proc/mounts', 'utf8'))?.[1];
}

let made = 0;

function make(): string {
  const folder = path.join(mountPoint() as string, `flatpty-own-${process.pid}-${made++}`);
  mkdirSync(folder);
  return folder;
}

/** Why no cgroup that can be killed as a whole can be made here; false when one can. */
export function noOwnCgroup(): string | false {
  if (!isRoot) return 'only root may make a cgroup';
  if (mountPoint() === undefined) return 'no cgroups of version 2 here';
  const folder = make();
  const hasKill = existsSync(path.join(folder, 'cgroup.kill'));
  rmdirSync(folder);
  return hasKill ? false : 'no cgroup.kill before Linux 5.14';
}

export function isPopulated(folder: string): boolean {
  return /^populated 1$/m.test(readFileSync(path.join(folder, 'cgroup.events'), 'utf8'));
}

/** Makes a cgroup for the length of the test, and returns its folder. */
export function ownCgroup(t: Test): string {
  const folder = make();
  t.teardown(async () => {
    await until(() => !isPopulated(folder), 5000, 'the cgroup to be empty');
    rmdirSync(folder);
  });
  return folder;
}
