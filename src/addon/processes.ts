// What the addon says of processes. src/native/binding/unix/processes.cc implements these shapes.

/** Letters of proc(5); `?` for a process that lives and of which no more is known. */
export type StateLetter = 'R' | 'S' | 'D' | 'T' | 'Z' | '?';

/** A process as a look at its session found it. */
export interface ProcessFacts {
  pid: number;
  /** 0 when unknown. */
  parent: number;
  group: number;
  session: number;
  state: StateLetter;
}

/** Processes as five numbers each, pids, and how many members have ended and not been reaped. */
export type LookNumbers = [
  members: Int32Array,
  strays: Int32Array,
  refused: Int32Array,
  unreaped: number,
];

/** A limit as the addon reads it. */
export interface NativeLimit {
  /** As its manual calls it, e.g. `RLIMIT_NPROC`, `pids.max`. */
  name: string;
  /** Infinity when there is none; -1 when unknown. */
  value: number;
  /** -1 when unknown. */
  inUse: number;
  /** Whose use is counted: `user 1000`, `cgroup /a/b`, `this process`, `the machine`, ... */
  scope: string;
  /** What raises it, in words. */
  cure: string;
}

export interface ProcessBinding {
  /**
   * Begins a look at the living members of `sessions`, whose first has `leaderReaped` or not. Each
   * member's group is sent `signal` when it is found, unless that is 0. A `slaveName` asks for strays
   * as well: what has come from the sessions, or has the terminal open, and is not of them.
   */
  beginLook(
    sessions: number[],
    leaderReaped: boolean,
    signal: number,
    slaveName: string,
    thorough: boolean,
  ): number;
  /** Goes on with a look for so many microseconds; undefined until it is over. */
  continueLook(look: number, budget: number): LookNumbers | undefined;
  /** 0, or an errno. ESRCH also when the number is a stranger's by now. */
  signalGroup(group: number, session: number, member: number, signal: number): number;
  signalProcess(pid: number, session: number, signal: number): number;
  /** The session that controls the terminal, by its foreground group; 0 when unknown. */
  controllingSession(foregroundGroup: number, slaveName: string): number;
  /** `leader` is below 1 when the session's leader has ended. 0 when no process is known. */
  foregroundProcess(foregroundGroup: number, leader: number): number;
  /** Empty when unknown. */
  foregroundCwd(foregroundGroup: number, leader: number): Buffer;
  processName(pid: number): string;
  processCommand(pid: number): string;
  /** Why processes outside a session cannot be looked at; empty when they can. */
  blindSpot(): string;
  /** System calls that flatpty would use, and that the kernel lacks or a filter refuses. */
  refusedSystemCalls(): string[];
  /** Every limit that can be read. */
  limits(): Record<'processes' | 'files' | 'ptys' | 'memory', NativeLimit[]>;
}

const NUMBERS_EACH = 5;

/** What a look has found, as objects. */
export function toFacts(numbers: Int32Array): ProcessFacts[] {
  const processes: ProcessFacts[] = [];
  for (let at = 0; at < numbers.length; at += NUMBERS_EACH) {
    const [pid, parent, group, session, state] = numbers.subarray(
      at,
      at + NUMBERS_EACH,
    ) as unknown as [number, number, number, number, number];
    processes.push({
      pid,
      parent,
      group,
      session,
      state: String.fromCharCode(state) as StateLetter,
    });
  }
  return processes;
}
