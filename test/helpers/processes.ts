// What proc(5) says of processes. Linux only.
import fs from 'node:fs';
import { until } from './until';

export interface ProcessStat {
  pid: number;
  name: string;
  /** One letter: R, S, D, T, Z, ... */
  state: string;
  parent: number;
  group: number;
  session: number;
}

/** undefined when there is no such process. */
export function statOf(pid: number): ProcessStat | undefined {
  let text: string;
  try {
    text = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // "pid (name) state parent group session ..."; the name may hold spaces and parentheses.
  const nameEnd = text.lastIndexOf(')');
  const [state, parent, group, session] = text.slice(nameEnd + 2).split(' ');
  return {
    pid,
    name: text.slice(text.indexOf('(') + 1, nameEnd),
    state: state as string,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
  };
}

/** Whether `pid` runs; a zombie does not. */
export function isAlive(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== undefined && stat.state !== 'Z' && stat.state !== 'X';
}

/**
 * Waits until a child has become the program of that name: before its exec it is what its parent is, and has
 * its descriptors.
 */
export async function isProgram(pid: number, name: string): Promise<void> {
  await until(() => statOf(pid)?.name === name, 10_000, `pid ${pid} to be ${name}`);
}

/** The living processes of a session, sorted by pid. */
export function sessionMembers(session: number): ProcessStat[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat !== undefined)
    .filter((stat) => stat.session === session && stat.state !== 'Z' && stat.state !== 'X');
}

/** Ends a process that the test has started; harmless when it is gone. */
export function killPid(pid: number): void {
  if (!Number.isInteger(pid) || pid < 2) throw new Error(`not a pid to kill: ${pid}`);
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
