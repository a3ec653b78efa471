import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { isRoot } from './identity';
import { until } from './until';

export type Controller = 'pids' | 'memory';

/** Where cgroups with this controller are made, in version 1 and 2; the first one that is there. */
function parentFolder(controller: Controller): string | undefined {
  return [`/sys/fs/cgroup/${controller}`, '/sys/fs/cgroup'].find((folder) => {
    if (!existsSync(path.join(folder, 'cgroup.procs'))) return false;
    const enabled = path.join(folder, 'cgroup.subtree_control');
    if (!existsSync(enabled)) return true;
    return readFileSync(enabled, 'utf8').split(/\s/).includes(controller);
  });
}

/** Why no cgroup with this controller can be made here; false when one can. */
export function noCgroup(controller: Controller): string | false {
  if (!isRoot) return 'only root may make a cgroup';
  return parentFolder(controller) === undefined ? `no ${controller} controller here` : false;
}

export const noPidsCgroup = (): string | false => noCgroup('pids');

const isEmpty = (folder: string) => readFileSync(path.join(folder, 'cgroup.procs'), 'utf8') === '';

async function remove(folder: string): Promise<void> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await remove(path.join(folder, entry.name));
  }
  await until(() => isEmpty(folder), 5000, 'the cgroup to be empty');
  rmdirSync(folder);
}

/** Makes a cgroup with the controller for the length of the test, and returns its folder. */
export function cgroupWith(t: Test, controller: Controller): string {
  const name = `flatpty-test-${controller}-${process.pid}`;
  const folder = path.join(parentFolder(controller) as string, name);
  mkdirSync(folder);
  t.teardown(() => remove(folder));
  return folder;
}

export const pidsCgroup = (t: Test): string => cgroupWith(t, 'pids');

/** Moves this process into the cgroup. */
export function join(folder: string): void {
  writeFileSync(path.join(folder, 'cgroup.procs'), String(process.pid));
}
