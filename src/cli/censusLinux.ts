/** The census as Linux tells it: proc(5). Only synchronous calls, so that nothing moves meanwhile. */
import * as fs from 'node:fs';
import type {
  Census,
  CensusOptions,
  FdEntry,
  KernelPtys,
  NoCensus,
  PtyHolder,
  PtysElsewhere,
} from './census';
import { classifyTarget } from './census';

/** Runs `read`, and gives `fallback` when what it looks at is gone or not ours to see. */
function attempt<T>(read: () => T, fallback: T): T {
  try {
    return read();
  } catch {
    return fallback;
  }
}

function readNumber(path: string): number | null {
  const value = attempt(() => Number.parseInt(fs.readFileSync(path, 'utf8'), 10), Number.NaN);
  return Number.isNaN(value) ? null : value;
}

function readDescriptors(): FdEntry[] {
  const entries: FdEntry[] = [];
  // The directory's own descriptor is in the listing, but closed again when readdirSync returns:
  // its link cannot be read any more, which is what leaves it out.
  for (const name of fs.readdirSync('/proc/self/fd')) {
    const target = attempt(() => fs.readlinkSync(`/proc/self/fd/${name}`), null);
    if (target !== null) {
      entries.push({ fd: Number(name), target, fdClass: classifyTarget(target) });
    }
  }
  return entries.sort((a, b) => a.fd - b.fd);
}

function readThreads(): string[] {
  return fs
    .readdirSync('/proc/self/task')
    .map((tid) =>
      attempt(() => fs.readFileSync(`/proc/self/task/${tid}/comm`, 'utf8').trim(), null),
    )
    .filter((name) => name !== null)
    .sort();
}

interface ProcessState {
  pid: number;
  ppid: number;
  state: string;
  command: string;
}

function readProcesses(): ProcessState[] {
  const processes: ProcessState[] = [];
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) {
      continue;
    }
    const stat = attempt(() => fs.readFileSync(`/proc/${name}/stat`, 'utf8'), null);
    // The command may itself contain spaces and brackets: fields are counted from the last ')'.
    const end = stat === null ? -1 : stat.lastIndexOf(')');
    if (stat === null || end < 0) {
      continue;
    }
    const [state = '', ppid = ''] = stat.slice(end + 2).split(' ');
    const command = stat.slice(stat.indexOf('(') + 1, end);
    processes.push({ pid: Number(name), ppid: Number(ppid), state, command });
  }
  return processes;
}

/** Pids of this process and everything below it. */
function ownFamily(processes: readonly ProcessState[]): Set<number> {
  const family = new Set([process.pid]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, ppid } of processes) {
      if (family.has(ppid)) {
        family.add(pid);
      }
    }
  }
  return family;
}

/** Numbers of the ptys that process holds, by either end. */
function ptysOf(pid: number): Set<string> {
  const held = new Set<string>();
  for (const fd of attempt(() => fs.readdirSync(`/proc/${pid}/fd`), [])) {
    const target = attempt(() => fs.readlinkSync(`/proc/${pid}/fd/${fd}`), '');
    const slave = /^\/dev\/pts\/(\d+)/.exec(target);
    if (slave !== null) {
      held.add(String(slave[1]));
    } else if (classifyTarget(target) === 'ptmx') {
      const info = attempt(() => fs.readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'), '');
      held.add(/^tty-index:\s*(\d+)/m.exec(info)?.[1] ?? `fd ${pid}:${fd}`);
    }
  }
  return held;
}

interface Scan {
  inUse: number;
  held: number;
  holders: PtyHolder[];
}

/** The machine's pty count, and how many of those are seen in processes that are not ours. */
function scanPtys(): Scan | null {
  const inUse = readNumber(`${PTY_LIMITS}/nr`);
  if (inUse === null) {
    return null;
  }
  const processes = readProcesses();
  const family = ownFamily(processes);
  const holders: PtyHolder[] = [];
  const all = new Set<string>();
  for (const { pid, command } of processes) {
    const held = family.has(pid) ? new Set<string>() : ptysOf(pid);
    if (held.size > 0) {
      holders.push({ pid, command, ptys: held.size });
      // Each mount of devpts numbers from 0; processes of one mount namespace share the numbers.
      const space = attempt(() => fs.readlinkSync(`/proc/${pid}/ns/mnt`), '');
      for (const index of held) {
        all.add(`${space} ${index}`);
      }
    }
  }
  return { inUse, held: all.size, holders };
}

const PTY_LIMITS = '/proc/sys/kernel/pty';
const SCANS_AT_MOST = 10;

/**
 * Scans until two in a row agree: other processes open and close ptys while they are looked at. On
 * a machine that never stands still the range over all scans is what is known.
 */
function readElsewhere(first: Scan): { inUse: number; elsewhere: PtysElsewhere } {
  let last = first;
  let least = first.inUse - first.held;
  let most = least;
  for (let turn = 1; turn < SCANS_AT_MOST; turn++) {
    const next = scanPtys() ?? last;
    const rest = next.inUse - next.held;
    const settled = next.inUse === last.inUse && next.held === last.held;
    last = next;
    if (settled) {
      least = rest;
      most = rest;
      break;
    }
    least = Math.min(least, rest);
    most = Math.max(most, rest);
  }
  return { inUse: last.inUse, elsewhere: { holders: last.holders, rest: { least, most } } };
}

function readPtys(wantElsewhere: boolean): KernelPtys | null {
  const max = readNumber(`${PTY_LIMITS}/max`);
  const inUse = readNumber(`${PTY_LIMITS}/nr`);
  if (max === null || inUse === null) {
    return null;
  }
  const limits = { max, reserve: readNumber(`${PTY_LIMITS}/reserve`) };
  const scan = wantElsewhere ? scanPtys() : null;
  return scan === null
    ? { inUse, ...limits, elsewhere: null }
    : { ...readElsewhere(scan), ...limits };
}

export function readLinuxCensus(options: CensusOptions = {}): Census | NoCensus {
  const ptys = readPtys(options.elsewhere === true);
  if (ptys === null) {
    return { available: false, reason: `not available, ${PTY_LIMITS} cannot be read` };
  }
  return {
    available: true,
    fds: readDescriptors(),
    ptys,
    threads: readThreads(),
    zombies: readProcesses()
      .filter(({ ppid, state }) => ppid === process.pid && state === 'Z')
      .map(({ pid }) => pid),
    rss: process.memoryUsage.rss(),
  };
}
