/** Who holds the machine's processes and ptys: what `flatpty doctor --processes` says. */
import type { Limit } from '../errors';
import { delay, platform } from '../node';
import { processSource } from './processSource';
import type { ProcessRow, PtyHold } from './processTable';
import { readUserNames } from './processTable';

/** Processes that have something in common. */
export interface Share {
  /** The user, the command, or `command [session]`. */
  name: string;
  processes: number;
  threads: number;
  /** Processes more than at the first of the two looks. */
  growth: number;
}

export interface ZombieShare {
  /** The process that does not reap them. */
  parent: number;
  command: string;
  zombies: number;
}

/** A pty and the session that it controls. */
export interface TerminalShare {
  /** E.g. `pts/3`. */
  terminal: string;
  session: number;
  /** Of the session's leader, or of what is left of it. */
  command: string;
  processes: number;
  /** Who has the master open; null when no process that this user may look into has it. */
  holder: { pid: number; command: string } | null;
}

/** The document that `flatpty doctor --processes --json` prints. */
export interface ProcessReport {
  processes: number;
  threads: number;
  zombies: number;
  byUser: Share[];
  byCommand: Share[];
  bySession: Share[];
  /** Who has ptys open, of the processes that this user may look into. */
  ptys: PtyHold[];
  /** Ptys by the session that they control, the largest first; empty where the OS does not say. */
  terminals: TerminalShare[];
  zombiesByParent: ZombieShare[];
  growth: {
    /** Between the two looks. */
    ms: number;
    processes: number;
    /** Pids given meanwhile, those of programs included that have ended again; null when unknown. */
    started: number | null;
  };
  /** Limits of processes, the fullest first. */
  limits: Limit[];
  /** One line that names what holds the most; null when there is no process to be seen. */
  suspect: string | null;
}

export interface ReportOptions {
  /** Time between the two looks, in ms. Default: 1000. */
  growthMs?: number;
  /** The limits of processes and threads; default: none. */
  limits?: Limit[];
}

/** A limit of which this part is in use is one to look at. */
const NOTABLE = 0.5;
/** More zombies, or more new processes in a second, are no accident. */
const MANY = 50;

const isZombie = (row: ProcessRow): boolean => row.state === 'Z';
const keyOf = (row: ProcessRow): string => `${row.pid} ${row.started}`;

function groupBy<K>(
  rows: readonly ProcessRow[],
  key: (row: ProcessRow) => K,
): Map<K, ProcessRow[]> {
  const groups = new Map<K, ProcessRow[]>();
  for (const row of rows) {
    const name = key(row);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return groups;
}

const threadsOf = (rows: readonly ProcessRow[]): number =>
  rows.reduce((sum, { threads }) => sum + threads, 0);

function sharesOf<K>(
  before: readonly ProcessRow[],
  after: readonly ProcessRow[],
  key: (row: ProcessRow) => K,
  nameOf: (key: K, rows: readonly ProcessRow[]) => string,
): Share[] {
  const was = groupBy(before, key);
  return [...groupBy(after, key)]
    .map(([value, rows]) => ({
      name: nameOf(value, rows),
      processes: rows.length,
      threads: threadsOf(rows),
      growth: rows.length - (was.get(value)?.length ?? 0),
    }))
    .sort((a, b) => b.threads - a.threads || b.processes - a.processes);
}

function zombiesOf(rows: readonly ProcessRow[]): ZombieShare[] {
  const commands = new Map(rows.map(({ pid, command }) => [pid, command]));
  return [...groupBy(rows.filter(isZombie), ({ parent }) => parent)]
    .map(([parent, zombies]) => ({
      parent,
      command: commands.get(parent) ?? '?',
      zombies: zombies.length,
    }))
    .sort((a, b) => b.zombies - a.zombies);
}

function terminalsOf(rows: readonly ProcessRow[], holds: readonly PtyHold[]): TerminalShare[] {
  const holders = new Map<string, { pid: number; command: string }>();
  for (const { pid, command, masterOf } of holds) {
    for (const terminal of masterOf) holders.set(terminal, { pid, command });
  }
  const onTerminals = rows.filter(({ terminal }) => terminal !== '');
  return [...groupBy(onTerminals, ({ session }) => session)]
    .map(([session, members]) => {
      const [first] = members as [ProcessRow];
      const { terminal, command } = members.find(({ pid }) => pid === session) ?? first;
      const holder = holders.get(terminal) ?? null;
      return { terminal, session, command, processes: members.length, holder };
    })
    .sort((a, b) => b.processes - a.processes || a.session - b.session);
}

/** What most of `rows` share, or how many different values there are: "session 4411", "9 sessions". */
function common(rows: readonly ProcessRow[], name: 'session' | 'parent'): string {
  const [most] = [...groupBy(rows, (row) => row[name])].sort((a, b) => b[1].length - a[1].length);
  if (most === undefined) return '';
  const [value, having] = most;
  if (having.length * 2 > rows.length) return `${name} ${value}`;
  return `${new Set(rows.map((row) => row[name])).size} ${name}s`;
}

/** `ssh [mux]` for "ssh: /home/u/.ssh/c [mux]": the kernel's name, and what the title says last. */
function titleOf(rows: readonly ProcessRow[]): string {
  const [first] = rows as [ProcessRow];
  const mark = /\[[\w-]+\]$/.exec(processSource?.readCommandLine(first.pid) ?? '')?.[0];
  return mark === undefined ? first.command : `${first.command} ${mark}`;
}

const count = (value: number): string => value.toLocaleString('en-US');

function suspectOf(
  rows: readonly ProcessRow[],
  before: readonly ProcessRow[],
  limits: readonly Limit[],
  zombies: readonly ZombieShare[],
): string | null {
  const total = threadsOf(rows);
  const [limit] = limits;
  const of = count(limit !== undefined && limit.value < Infinity ? limit.value : total);
  const known = new Set(before.map(keyOf));
  const groups = [
    ...groupBy(
      rows.filter((row) => !isZombie(row)),
      ({ command }) => command,
    ),
  ];
  const weight = ([, members]: [string, ProcessRow[]]): number =>
    threadsOf(members) + members.filter((row) => !known.has(keyOf(row))).length;
  groups.sort((a, b) => weight(b) - weight(a));
  const [most] = groups;
  const [unreaped] = zombies;
  if (unreaped !== undefined && unreaped.zombies > (most === undefined ? 0 : weight(most))) {
    const { zombies: number, command, parent } = unreaped;
    return `${count(number)} of ${of}: zombies that ${command}, pid ${parent}, does not reap`;
  }
  if (most === undefined) return null;
  const [, members] = most;
  const where = `${common(members, 'session')}, ${common(members, 'parent')}`;
  return `${count(threadsOf(members))} of ${of}: ${titleOf(members)}, ${where}`;
}

/** Whether the machine is short of processes, or will be soon: then the suspect is one. */
export function isShort({ limits, zombies, growth }: ProcessReport): boolean {
  const [fullest] = limits;
  const full = fullest !== undefined && fullest.inUse > fullest.value * NOTABLE;
  return full || zombies > MANY || growth.processes > MANY;
}

/**
 * Looks at all processes twice. Starts neither a process nor a thread, needs three free descriptors
 * at the most, and lets the event loop go on: a host may call it where nothing can be started any more.
 * @throws Error on a platform whose processes cannot be read, and where there is no /proc.
 */
export async function processReport({
  growthMs = 1000,
  limits = [],
}: ReportOptions = {}): Promise<ProcessReport> {
  const source = processSource;
  if (source === undefined) throw new Error(`processes are not available on ${platform}`);
  const lastBefore = source.readLastPid();
  const before = await source.readProcessTable();
  await delay(growthMs);
  const rows = await source.readProcessTable();
  const lastAfter = source.readLastPid();
  const users = readUserNames();
  const ptys = await source.readPtyHolds(rows);
  const zombiesByParent = zombiesOf(rows);
  const fullestFirst = [...limits].sort((a, b) => b.inUse / b.value - a.inUse / a.value);
  const started =
    lastBefore === undefined || lastAfter === undefined || lastAfter < lastBefore
      ? null
      : lastAfter - lastBefore;
  return {
    processes: rows.length,
    threads: threadsOf(rows),
    zombies: rows.filter(isZombie).length,
    byUser: sharesOf(
      before,
      rows,
      ({ user }) => user,
      (user) => users.get(user) ?? `user ${user}`,
    ),
    byCommand: sharesOf(
      before,
      rows,
      ({ command }) => command,
      (command) => command,
    ),
    bySession: sharesOf(
      before,
      rows,
      ({ session }) => session,
      (session, [first]) => `${first?.command} [session ${session}]`,
    ),
    ptys,
    terminals: terminalsOf(rows, ptys),
    zombiesByParent,
    growth: { ms: growthMs, processes: rows.length - before.length, started },
    limits: fullestFirst,
    suspect: suspectOf(rows, before, fullestFirst, zombiesByParent),
  };
}
