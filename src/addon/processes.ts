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

/** What a look is for. */
export interface LookRequest {
  /** Whose living members are looked for; the first one's leader may have been reaped. */
  sessions: number[];
  leaderReaped: boolean;
  /**
   * Sessions that programs of those have begun. Three figures each: its number, the start of its leader, and
   * how many looks have not seen it.
   */
  begun: Float64Array;
  /** Whether processes that descend from a member make their sessions such, as they are found. */
  takesIn: boolean;
  /** Sent to each member's group when it is found; 0: nothing. */
  signal: number;
  /** The group that is not sent it; 0: none. */
  sparedGroup: number;
  /** Asks for strays: what has come from the sessions, or has this terminal open, and is not of them. */
  slaveName: string;
  /** Also looks for what the OS hides from this user. */
  thorough: boolean;
}

/**
 * Processes as five numbers each, pids, how many members have ended and not been reaped, and the begun
 * sessions that are not over, with those that were taken in.
 */
export type LookNumbers = [
  members: Int32Array,
  strays: Int32Array,
  refused: Int32Array,
  unreaped: number,
  begun: Float64Array,
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
  /** Begins a look, and returns its number. */
  beginLook(request: LookRequest): number;
  /** Goes on with a look for so many microseconds; undefined until it is over. */
  continueLook(look: number, budget: number): LookNumbers | undefined;
  /** 0, or an errno. ESRCH also when the number is a stranger's by now. */
  signalGroup(group: number, session: number, member: number, signal: number): number;
  /** The session that controls the terminal, by its foreground group; 0 when unknown. */
  controllingSession(foregroundGroup: number, slaveName: string): number;
  /** When the process was started, in a unit of the OS's own; 0: there is none, -1: unknown. */
  startOf(pid: number): number;
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

/** Where each process of a look's numbers begins. */
export function* placesIn(numbers: Int32Array): Generator<number> {
  for (let at = 0; at < numbers.length; at += NUMBERS_EACH) yield at;
}

/** The process whose numbers begin at `at`. */
export function factsAt(numbers: Int32Array, at: number): ProcessFacts {
  const [pid = 0, parent = 0, group = 0, session = 0, state = 0] = numbers.subarray(
    at,
    at + NUMBERS_EACH,
  );
  return { pid, parent, group, session, state: String.fromCharCode(state) as StateLetter };
}
