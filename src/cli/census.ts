/**
 * A census: what this process holds at one moment, counted by what each descriptor points at.
 *
 * A count alone is not proof that nothing leaked (one closed file and one leaked pty cancel out),
 * so two censuses are compared by link target. The reading itself is one file per OS; a platform
 * without a reader says so, and is never taken for flat.
 */
export const FD_CLASSES = [
  'ptmx',
  'pts',
  'pidfd',
  'pipe',
  'socket',
  'eventfd',
  'eventpoll',
  'file',
  'other',
] as const;

export type FdClass = (typeof FD_CLASSES)[number];

export interface FdEntry {
  fd: number;
  /** As the kernel names it, e.g. "/dev/pts/3", "pipe:[7726]", "anon_inode:[pidfd]". */
  target: string;
  fdClass: FdClass;
}

/** Another process (neither this one nor a descendant) that holds ptys. */
export interface PtyHolder {
  pid: number;
  command: string;
  /** Number of distinct ptys, whichever end is held. */
  ptys: number;
}

export interface KernelPtys {
  /** Ptys open on the whole machine: /proc/sys/kernel/pty/nr counts every container. */
  inUse: number;
  max: number;
  /** Part of `max` kept for the initial mount of devpts; null when the kernel does not say. */
  reserve: number | null;
  /** Null when it was not asked for, see CensusOptions. */
  elsewhere: PtysElsewhere | null;
}

export interface PtysElsewhere {
  holders: PtyHolder[];
  /**
   * Ptys in use that no holder accounts for, so ours or of somebody who cannot be seen. A range,
   * because on a busy machine no two readings agree; of one number when it stands still.
   */
  rest: { least: number; most: number };
}

export interface Census {
  available: true;
  /** Sorted by descriptor number; the descriptor used to read the list is not in it. */
  fds: FdEntry[];
  ptys: KernelPtys;
  /** Names of all threads, sorted; the length is the thread count. */
  threads: string[];
  /** Pids of own children that ended and were not reaped. */
  zombies: number[];
  /** Resident set size in bytes. */
  rss: number;
}

export interface NoCensus {
  available: false;
  /** E.g. "not available on darwin", or which file could not be read. */
  reason: string;
}

export interface CensusOptions {
  /**
   * Also find which other processes hold ptys (reads every /proc/PID/fd, 20 ms and more). The kernel's pty
   * count is the machine's, so without this a terminal opened next door looks like a leak.
   */
  elsewhere?: boolean;
}

export type CensusReader = (options?: CensusOptions) => Census | NoCensus;

/**
 * Sorts a link target into a class.
 * Masters read "/dev/ptmx" or "/dev/pts/ptmx" depending on how devpts is mounted; a pidfd is
 * "anon_inode:[pidfd]" and, since Linux 6.9 where it has a file system of its own, "pidfd:[inode]".
 */
export function classifyTarget(target: string): FdClass {
  if (/^\/dev\/(pts\/)?ptmx\b/.test(target)) return 'ptmx';
  if (/^\/dev\/pts\/\d+\b/.test(target)) return 'pts';
  if (target === 'anon_inode:[pidfd]' || target.startsWith('pidfd:')) return 'pidfd';
  if (target.startsWith('pipe:')) return 'pipe';
  if (target.startsWith('socket:')) return 'socket';
  if (target.startsWith('anon_inode:[eventfd')) return 'eventfd';
  if (target === 'anon_inode:[eventpoll]') return 'eventpoll';
  if (target.startsWith('/')) return 'file';
  return 'other';
}

/**
 * The name under which a descriptor is compared. Pipes, sockets and ptys go by class, because their
 * number is new each time; a file, or anything unknown, goes by its full name.
 */
export function normaliseTarget(entry: FdEntry): string {
  return entry.fdClass === 'file' || entry.fdClass === 'other' ? entry.target : entry.fdClass;
}

/** Descriptors by class; every class is present. */
export function countByClass(fds: readonly FdEntry[]): Record<FdClass, number> {
  const counts = Object.fromEntries(FD_CLASSES.map((name) => [name, 0])) as Record<FdClass, number>;
  for (const entry of fds) {
    counts[entry.fdClass]++;
  }
  return counts;
}

export interface Change<Name extends string = string> {
  name: Name;
  before: number;
  after: number;
  delta: number;
}

export interface CensusDifference {
  /** One row per class, changed or not. */
  classes: Change<FdClass>[];
  /** Only the normalised link targets whose number changed. */
  targets: Change[];
  /** The descriptors behind every surplus in `targets`, with their full link target. */
  extra: FdEntry[];
  missing: FdEntry[];
  ptys: Change & {
    /** Other processes whose pty number changed meanwhile; empty when the machine's count did not. */
    elsewhere: Array<{ pid: number; command: string; delta: number }>;
    /** `delta` less what other processes visibly opened or closed; above 0 is not flat. */
    unexplained: number;
  };
  threads: Change & { started: string[] };
  /** Zombies that were not there before. */
  zombies: number[];
  /** Bytes. */
  rss: number;
}

function tally(names: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function changes(before: Map<string, number>, after: Map<string, number>): Change[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((name) => {
      const was = before.get(name) ?? 0;
      const is = after.get(name) ?? 0;
      return { name, before: was, after: is, delta: is - was };
    })
    .filter((change) => change.delta !== 0);
}

/**
 * Entries of `these` not in `those`, limited to the targets in `names`. An entry that keeps number
 * and target was there all along, so what is left is the newcomer (or the departed).
 */
function only(these: readonly FdEntry[], those: readonly FdEntry[], names: Set<string>): FdEntry[] {
  const known = new Set(those.map((entry) => `${entry.fd} ${entry.target}`));
  return these.filter(
    (entry) => names.has(normaliseTarget(entry)) && !known.has(`${entry.fd} ${entry.target}`),
  );
}

function ptyDifference(before: KernelPtys, after: KernelPtys): CensusDifference['ptys'] {
  const delta = after.inUse - before.inUse;
  const change = { name: 'ptys in use', before: before.inUse, after: after.inUse, delta };
  if (delta === 0 || before.elsewhere === null || after.elsewhere === null) {
    return { ...change, elsewhere: [], unexplained: delta };
  }
  const was = new Map(before.elsewhere.holders.map((holder) => [holder.pid, holder]));
  const is = new Map(after.elsewhere.holders.map((holder) => [holder.pid, holder]));
  const elsewhere = [...new Map([...was, ...is]).values()]
    .map(({ pid, command }) => ({
      pid,
      command,
      delta: (is.get(pid)?.ptys ?? 0) - (was.get(pid)?.ptys ?? 0),
    }))
    .filter((holder) => holder.delta !== 0);
  return {
    ...change,
    elsewhere,
    unexplained: after.elsewhere.rest.least - before.elsewhere.rest.most,
  };
}

export function diffCensus(before: Census, after: Census): CensusDifference {
  const targets = changes(
    tally(before.fds.map(normaliseTarget)),
    tally(after.fds.map(normaliseTarget)),
  );
  const surplus = new Set(targets.filter(({ delta }) => delta > 0).map(({ name }) => name));
  const deficit = new Set(targets.filter(({ delta }) => delta < 0).map(({ name }) => name));
  const classesBefore = countByClass(before.fds);
  const classesAfter = countByClass(after.fds);
  const threads = changes(tally(before.threads), tally(after.threads));
  return {
    classes: FD_CLASSES.map((name) => ({
      name,
      before: classesBefore[name],
      after: classesAfter[name],
      delta: classesAfter[name] - classesBefore[name],
    })),
    targets,
    extra: only(after.fds, before.fds, surplus),
    missing: only(before.fds, after.fds, deficit),
    ptys: ptyDifference(before.ptys, after.ptys),
    threads: {
      name: 'threads',
      before: before.threads.length,
      after: after.threads.length,
      delta: after.threads.length - before.threads.length,
      started: threads.filter(({ delta }) => delta > 0).map(({ name }) => name),
    },
    zombies: after.zombies.filter((pid) => !before.zombies.includes(pid)),
    rss: after.rss - before.rss,
  };
}

/** True when nothing was kept. RSS is not part of it: it needs samples, see stress_rss.ts. */
export function isFlat(difference: CensusDifference): boolean {
  return (
    difference.targets.length === 0 &&
    difference.ptys.unexplained <= 0 &&
    difference.threads.delta <= 0 &&
    difference.zombies.length === 0
  );
}

/** One plain sentence for everything that is not flat; empty when all is. */
export function explainDifference(difference: CensusDifference): string[] {
  const sentences: string[] = [];
  const list = (entries: readonly FdEntry[], name: string): string => {
    const shown = entries.filter((entry) => normaliseTarget(entry) === name);
    const text = shown.slice(0, 8).map((entry) => `${entry.fd} -> ${entry.target}`);
    return text.join(', ') + (shown.length > 8 ? `, and ${shown.length - 8} more` : '');
  };
  for (const { name, before, after, delta } of difference.targets) {
    sentences.push(
      delta > 0
        ? `${delta} extra ${name} (${before} before, ${after} after): ${list(difference.extra, name)}`
        : `${-delta} missing ${name} (${before} before, ${after} after): ${list(difference.missing, name)}`,
    );
  }
  const { ptys, threads, zombies } = difference;
  if (ptys.unexplained > 0) {
    sentences.push(
      `ptys in use in the kernel: ${ptys.before} before, ${ptys.after} after, of which ` +
        `${ptys.unexplained} not held by any other process that is visible`,
    );
  }
  if (threads.delta > 0) {
    const names = threads.started.length > 0 ? `, new: ${threads.started.join(', ')}` : '';
    sentences.push(`threads: ${threads.before} before, ${threads.after} after${names}`);
  }
  if (zombies.length > 0) {
    sentences.push(`children not reaped: ${zombies.length}, pid ${zombies.slice(0, 8).join(', ')}`);
  }
  return sentences;
}
