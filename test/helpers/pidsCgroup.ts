import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { isRoot } from './identity';
import { until } from './until';

/** Where cgroups with a pids controller are made, in version 1 and 2; the first one that is there. */
const PARENTS = ['/sys/fs/cgroup/pids', '/sys/fs/cgroup'];

function parentFolder(): string | undefined {
  return PARENTS.find((folder) => {
    if (!existsSync(path.join(folder, 'cgroup.procs'))) return false;
    const enabled = path.join(folder, 'cgroup.subtree_control');
    return !existsSync(enabled) || /\bpids\b/.test(readFileSync(enabled, 'utf8'));
  });
}

/** Why no pids cgroup can be made here; false when one can. */
export function noPidsCgroup(): string | false {
  if (!isRoot) return 'only root may make a cgroup';
  return parentFolder() === undefined ? 'no pids controller here' : false;
}

/** Makes a pids cgroup for the length of the test, and returns its folder. */
export function pidsCgroup(t: Test): string {
  const folder = path.join(parentFolder() as string, `flatpty-test-${process.pid}`);
  mkdirSync(folder);
  t.teardown(async () => {
    const empty = () => readFileSync(path.join(folder, 'cgroup.procs'), 'utf8') === '';
    await until(empty, 5000, 'the cgroup to be empty');
    rmdirSync(folder);
  });
  return folder;
}

/** Moves this process into the cgroup. */
export function join(folder: string): void {
  writeFileSync(path.join(folder, 'cgroup.procs'), String(process.pid));
}
