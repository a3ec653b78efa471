// What another process holds, from proc(5). Linux only.
import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { statOf } from './processes';
import { until } from './until';

/** The pids of a process's children, zombies included. */
export function children(parent: number): number[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statOf(pid)?.parent === parent);
}

/** What a process holds: its descriptors by what they point at, its children, its threads. */
export interface Holdings {
  /** Sorted link targets; the inode numbers of sockets and pipes are left out. */
  descriptors: string[];
  children: number[];
  threads: number;
}

export function holdingsOf(pid: number): Holdings {
  const folder = `/proc/${pid}/fd`;
  const descriptors = fs.readdirSync(folder).map((fd) => {
    try {
      return fs.readlinkSync(`${folder}/${fd}`).replace(/:\[\d+\]$/, '');
    } catch {
      return 'gone while it was looked at';
    }
  });
  const threads = fs.readdirSync(`/proc/${pid}/task`).length;
  return { descriptors: descriptors.sort(), children: children(pid), threads };
}

/** Between two looks at what stands still, in ms. */
const QUIET_MS = 150;

/** What a process holds when two looks find the same: what is just being closed is not among it. */
export async function holdingsAtRest(pid: number): Promise<Holdings> {
  let last = holdingsOf(pid);
  const isStill = async () => {
    const before = last;
    await delay(QUIET_MS);
    last = holdingsOf(pid);
    return isDeepStrictEqual(last, before);
  };
  await until(isStill, 20_000, 'holdings that stand still');
  return last;
}

/** Resident memory of a process in MB. */
export function residentMb(pid: number): number {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'latin1');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}
