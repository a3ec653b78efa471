/**
 * All processes as proc(5) shows them, read by a process that already runs: no fork, no thread, and
 * one descriptor at a time. Linux only.
 */
import * as fs from 'node:fs';
import { now, setImmediate } from '../node';

/** How long one turn of the event loop may take, in ms. */
const SLICE_MS = 2;

export interface ProcessRow {
  pid: number;
  /** The program's name as the kernel keeps it. */
  command: string;
  /** One letter of proc(5): R, S, D, T, Z, ... */
  state: string;
  parent: number;
  session: number;
  /** The controlling terminal of its session, e.g. `pts/3`; empty for none, and where the OS does not say. */
  terminal: string;
  threads: number;
  /** The effective user's number; -1 when unknown. */
  user: number;
  /** When it was started, in clock ticks since the boot: tells two processes of one pid apart. */
  started: number;
}

/** A master or slave that a process has open. */
export interface PtyHold {
  pid: number;
  command: string;
  masters: number;
  slaves: number;
  /** The terminals of its masters, e.g. `pts/3`, where the OS says. */
  masterOf: string[];
}

/** Runs `read`, and gives `fallback` when what it looks at is gone or not ours to see. */
export function attempt<T>(read: () => T, fallback: T): T {
  try {
    return read();
  } catch {
    return fallback;
  }
}

/** Numbers of the fields behind the command, proc(5). */
const FIELD = { state: 0, parent: 1, session: 3, terminal: 4, threads: 17, started: 19 } as const;

const PTS_MAJOR = 136;
const PTS_MAJORS = 8;

/** `pts/3` for the tty_nr of proc(5); empty for what is no pty. */
export function terminalOf(number: number): string {
  const major = (number >> 8) & 0xfff;
  const minor = (number & 0xff) | ((number >>> 12) & 0xfff00);
  return major >= PTS_MAJOR && major < PTS_MAJOR + PTS_MAJORS ? `pts/${minor}` : '';
}

/** A row of /proc/PID/stat; undefined when the text is none. */
export function parseStat(text: string, user: number): ProcessRow | undefined {
  // The command may hold spaces and brackets: fields are counted from the last ')'.
  const end = text.lastIndexOf(')');
  if (end < 0) return undefined;
  const fields = text.slice(end + 2).split(' ');
  const number = (name: keyof typeof FIELD): number => Number(fields[FIELD[name]]);
  return {
    pid: Number.parseInt(text, 10),
    command: text.slice(text.indexOf('(') + 1, end),
    state: fields[FIELD.state] ?? '?',
    parent: number('parent'),
    session: number('session'),
    terminal: terminalOf(number('terminal')),
    threads: number('threads'),
    user,
    started: number('started'),
  };
}

function readRow(pid: string): ProcessRow | undefined {
  const text = attempt(() => fs.readFileSync(`/proc/${pid}/stat`, 'latin1'), '');
  return parseStat(
    text,
    attempt(() => fs.statSync(`/proc/${pid}`).uid, -1),
  );
}

/** Calls `visit` with each item, and lets the event loop have its turn every 2 ms. */
export async function inSlices<T>(items: Iterable<T>, visit: (item: T) => void): Promise<void> {
  let until = now() + SLICE_MS;
  for (const item of items) {
    visit(item);
    if (now() < until) continue;
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    until = now() + SLICE_MS;
  }
}

/** @throws Error when /proc cannot be read. */
export async function readProcessTable(): Promise<ProcessRow[]> {
  const rows: ProcessRow[] = [];
  const pids = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  await inSlices(pids, (pid) => {
    const row = readRow(pid);
    if (row !== undefined) rows.push(row);
  });
  return rows;
}

function ptysOf({ pid, command }: ProcessRow): PtyHold {
  const masters = new Set<string>();
  const slaves = new Set<string>();
  for (const fd of attempt(() => fs.readdirSync(`/proc/${pid}/fd`), [])) {
    const target = attempt(() => fs.readlinkSync(`/proc/${pid}/fd/${fd}`), '');
    // The texts are the kernel's, and are the same where /dev/pts is not mounted any more.
    if (/^\/dev\/(pts\/)?ptmx\b|^\/ptmx\b/.test(target)) {
      const info = attempt(() => fs.readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'), '');
      masters.add(/^tty-index:\s*(\d+)/m.exec(info)?.[1] ?? `fd ${fd}`);
    } else {
      const slave = /^\/dev\/pts\/(\d+)/.exec(target)?.[1];
      if (slave !== undefined) slaves.add(slave);
    }
  }
  const masterOf = [...masters]
    .filter((index) => /^\d+$/.test(index))
    .map((index) => `pts/${index}`);
  return { pid, command, masters: masters.size, slaves: slaves.size, masterOf };
}

export const mostMastersFirst = (a: PtyHold, b: PtyHold): number =>
  b.masters - a.masters || b.slaves - a.slaves || a.pid - b.pid;

/** Who has ptys open, of the processes that this user may look into; most masters first. */
export async function readPtyHolds(rows: readonly ProcessRow[]): Promise<PtyHold[]> {
  const holds: PtyHold[] = [];
  await inSlices(rows, (row) => {
    const hold = ptysOf(row);
    if (hold.masters + hold.slaves > 0) holds.push(hold);
  });
  return holds.sort(mostMastersFirst);
}

/** The pid that was given last in this pid namespace; undefined when unknown. */
export function readLastPid(): number | undefined {
  const last = attempt(() => fs.readFileSync('/proc/loadavg', 'utf8'), '')
    .trim()
    .split(' ')
    .at(-1);
  const pid = Number(last);
  return last && Number.isInteger(pid) ? pid : undefined;
}

/** User names by number, from /etc/passwd. */
export function readUserNames(): Map<number, string> {
  const names = new Map<number, string>();
  for (const line of attempt(() => fs.readFileSync('/etc/passwd', 'utf8'), '').split('\n')) {
    const [name, , uid] = line.split(':');
    if (name && uid && !names.has(Number(uid))) names.set(Number(uid), name);
  }
  return names;
}

/** The command line, with spaces for the NULs; empty when unknown, as of a zombie. */
export function readCommandLine(pid: number): string {
  const text = attempt(() => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8'), '');
  return text.replace(/\0+$/, '').replaceAll('\0', ' ');
}
