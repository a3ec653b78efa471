/** The census as macOS tells it: libproc and sysctl, through the addon, for want of a /proc to read. */
import type { MacosBinding } from '../addon/macos';
import type { Census, FdClass, FdEntry, NoCensus } from './census';

/** What a descriptor is of, by the PROX_FDTYPE_* of <sys/proc_info.h>. */
const TYPES: Record<number, [fdClass: FdClass, name: string]> = {
  2: ['socket', 'socket'],
  3: ['other', 'POSIX shared memory'],
  4: ['other', 'POSIX semaphore'],
  5: ['other', 'kqueue'],
  6: ['pipe', 'pipe'],
  7: ['other', 'fsevents'],
  9: ['other', 'netpolicy'],
};
const VNODE = 1;

type SelfCensus = ReturnType<NonNullable<MacosBinding['selfCensus']>>;

/** Which end of a pty lies at that path. */
export function ptyEndAt(path: string): 'ptmx' | 'pts' | undefined {
  if (path === '/dev/ptmx') return 'ptmx';
  return /^\/dev\/(ttys|pts\/)\d+$/.test(path) ? 'pts' : undefined;
}

function toEntry([fd, type, path]: SelfCensus[0][number]): FdEntry {
  if (type !== VNODE) {
    const [fdClass, target] = TYPES[type] ?? ['other', `descriptor of type ${type}`];
    return { fd, target, fdClass };
  }
  const fdClass = ptyEndAt(path);
  if (fdClass !== undefined) return { fd, target: path, fdClass };
  return path === ''
    ? { fd, target: 'file without a path', fdClass: 'other' }
    : { fd, target: path, fdClass: 'file' };
}

/** @param binding what the addon offers; it alone knows, so without it there is no census */
export function censusThrough(binding: MacosBinding): Census | NoCensus {
  const { selfCensus, kernelPtys } = binding;
  if (selfCensus === undefined || kernelPtys === undefined) {
    return { available: false, reason: 'not available, the addon was not built for macOS' };
  }
  const [inUse, max] = kernelPtys();
  if (inUse < 0 || max < 0) {
    return { available: false, reason: 'not available, kern.tty.ptmx_max or /dev cannot be read' };
  }
  const [descriptors, threads, children] = selfCensus();
  return {
    available: true,
    fds: descriptors.map(toEntry).sort((a, b) => a.fd - b.fd),
    // Which other processes hold ptys is not looked up.
    ptys: { inUse, max, reserve: null, elsewhere: null },
    threads: threads.map((name) => name || 'thread without a name').sort(),
    zombies: children.filter(([, ended]) => ended).map(([pid]) => pid),
    rss: process.memoryUsage.rss(),
  };
}

export function readMacosCensus(): Census | NoCensus {
  try {
    // Not before it is asked for: that the addon does not load is a finding of the doctor's.
    return censusThrough((require('../addon/addon') as typeof import('../addon/addon')).binding);
  } catch (error) {
    return { available: false, reason: `not available, ${String(error)}` };
  }
}
