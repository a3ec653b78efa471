import { constants } from 'node:os';
import { binding } from '../addon/addon';
import type { ProcessFacts } from '../addon/processes';
import { invalidArgType, outOfRange, processesRemain } from '../errors';
import type { KillTreeOptions, KillTreeResult, SessionProcess } from '../interfaces';
import { delay, now } from '../node';
import { Given } from '../spawn/given';
import { signalNumber } from '../spawn/signals';
import { describeProcess } from './processes';
import { type Look, type LookOptions, lookAt, NONE_BEGUN, type TerminalSession } from './session';
import { inTurns } from './turns';

const { SIGCONT, SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU } = constants.signals;

const DEFAULT_GRACE_MS = 2000;
/** After SIGKILL only a process that is stuck in the kernel is left: waiting longer does not help. */
const KILL_PATIENCE_MS = 5000;
/** What a program that may not be signalled has to end by itself when its terminal is closed. */
const HANG_UP_PATIENCE_MS = 2000;
const FIRST_WAIT_MS = 1;
const MAX_WAIT_MS = 50;
/** Some parents reap late, and some never. */
const REAP_PATIENCE_MS = 500;
/** How long the looks after a SIGKILL go on before it is sent again. */
const KILL_AGAIN_MS = 100;
/** A member that forks while it is looked at can be missed once. */
const EMPTY_LOOKS = 2;
/** Looks to stop all members: each may find groups that were made during the one before. */
const STOP_LOOKS = 10;

/** What startOf() answers then. */
const NO_SUCH_PROCESS = 0;

/** Looks that take in what had left: each may find more behind what the one before has found. */
const STRAY_LOOKS = 10;

/** The terminal that killTree ends. */
export interface KillableSession extends TerminalSession {
  /** Closes the terminal, which hangs up what runs in it, of every user. */
  hangUp(): void;
  /** Whether orphans below the program are its children, so that they are ended too by default. */
  subreaper?: boolean;
}

/** One killTree() of one session. */
class TreeKill {
  /** A member of each group that has been seen, by the group's number. */
  private readonly groups = new Map<number, ProcessFacts>();
  private last: Look = {
    members: [],
    strays: [],
    refused: [],
    unreaped: 0,
    begun: NONE_BEGUN,
  };

  /** @param takesIn whether sessions that programs of this one have begun are to be ended too */
  constructor(
    private readonly session: KillableSession,
    private readonly takesIn: boolean,
  ) {}

  async run(signal: number, graceMs: number): Promise<KillTreeResult> {
    await this.launched(signal, graceMs);
    const left = await this.findLeft();
    const unseen = binding.blindSpot() || undefined;
    if (signal !== SIGKILL) await this.signalPolitely(signal);
    if (signal === SIGKILL || !(await this.goneWithin(graceMs))) await this.kill();
    await this.reaped();
    return { left, unseen };
  }

  /** Looks for the first time. @returns what has left the session and will not be ended with it */
  private async findLeft(): Promise<SessionProcess[]> {
    const { cgroup } = this.session;
    // Asked before the look and after it: cgroup.procs does not have what is just ending.
    const contained = new Set(cgroup?.pids());
    await this.look({ strays: true });
    if (this.takesIn) await this.takeStraysIn();
    for (const pid of cgroup?.pids() ?? []) contained.add(pid);
    const outside = this.last.strays.filter(({ pid }) => !contained.has(pid));
    const described = await inTurns(outside, describeProcess);
    return described.filter(({ pid }) => binding.startOf(pid) !== NO_SUCH_PROCESS);
  }

  /** Before its exec the child is alone, and not in its session yet: it is signalled by itself. */
  private async launched(signal: number, graceMs: number): Promise<void> {
    const { native } = this.session;
    if (native.launchState() !== undefined) return;
    native.kill(signal);
    const deadline = now() + graceMs;
    while (native.launchState() === undefined && now() < deadline) await delay(FIRST_WAIT_MS);
    if (native.launchState() !== undefined) return;
    native.kill(SIGKILL);
    const last = now() + KILL_PATIENCE_MS;
    while (native.launchState() === undefined && now() < last) await delay(FIRST_WAIT_MS);
  }

  /**
   * The looks take in what descends from the session. What is found by the terminal alone comes here:
   * only sessions whose leader it is, because what merely has the terminal open may be of a stranger's.
   */
  private async takeStraysIn(): Promise<void> {
    for (let looks = 0; looks < STRAY_LOOKS; looks++) {
      const leaders = this.last.strays.filter(({ pid, session }) => pid === session);
      if (leaders.length === 0) return;
      const taken = leaders.flatMap(({ pid }) => [pid, binding.startOf(pid), 0]);
      this.last.begun = new Float64Array([...this.last.begun, ...taken]);
      await this.look({ strays: true });
    }
  }

  private async look(options?: LookOptions): Promise<number> {
    const { takesIn } = this;
    const { begun } = this.last;
    this.last = await lookAt(this.session, { takesIn, ...options, begun });
    const { members } = this.last;
    const fresh = new Set<number>();
    const seen = new Set<number>();
    for (const { group } of members) {
      if (!this.groups.has(group)) fresh.add(group);
      seen.add(group);
    }
    // The numbers of the terminal's own session are safe until it is over; those of others may be a
    // stranger's as soon as a look does not find them.
    for (const [group, { session }] of this.groups) {
      if (session !== this.session.id && !seen.has(group)) this.groups.delete(group);
    }
    for (const member of members) this.groups.set(member.group, member);
    return fresh.size;
  }

  /** The groups' members, those of the foreground first. */
  private groupsInOrder(): ProcessFacts[] {
    const foreground = this.groups.get(this.session.native.foregroundGroup());
    const others = [...this.groups.values()].filter((member) => member !== foreground);
    return foreground === undefined ? others : [foreground, ...others];
  }

  private async signalGroups(signal: number, but: ReadonlySet<number> = new Set()): Promise<void> {
    this.session.native.expectSignal(signal);
    await inTurns(this.groupsInOrder(), ({ group, session, pid }) => {
      if (!but.has(group)) binding.signalGroup(group, session, pid, signal);
    });
  }

  /**
   * A stopped program acts on a signal only once it is continued. So it is, and before the others are
   * signalled: when its session's leader dies first, the kernel hangs it up.
   */
  private async signalPolitely(signal: number): Promise<void> {
    const stops = [SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU].includes(signal);
    const stopped = this.last.members.filter(({ state }) => state === 'T' || state === '?');
    const first = new Set(stops ? [] : stopped.map(({ group }) => group));
    await inTurns(first, (group) => {
      const { session, pid } = this.groups.get(group) as ProcessFacts;
      binding.signalGroup(group, session, pid, signal);
      binding.signalGroup(group, session, pid, SIGCONT);
    });
    await this.signalGroups(signal, first);
  }

  private get isEmpty(): boolean {
    return this.last.members.length === 0 && !this.session.cgroup?.populated;
  }

  /** Whether all members are seen to be gone within `ms`: by looks that find none, one after another. */
  private async goneWithin(ms: number): Promise<boolean> {
    const deadline = now() + ms;
    let wait = FIRST_WAIT_MS;
    for (let empty = 0; ; ) {
      await this.look();
      empty = this.isEmpty ? empty + 1 : 0;
      if (empty === EMPTY_LOOKS) {
        await this.look({ thorough: true });
        if (this.isEmpty) return true;
        empty = 0;
      }
      const left = deadline - now();
      if (left <= 0 && empty === 0) return false;
      await delay(empty > 0 ? FIRST_WAIT_MS : Math.min(wait, left));
      wait = Math.min(wait * 2, MAX_WAIT_MS);
    }
  }

  /** Stopped first, so that none starts another one while the others are killed. */
  private async stopAll(): Promise<void> {
    for (let looks = 0; looks < STOP_LOOKS; looks++) {
      const fresh = await this.look({ signal: SIGSTOP });
      const running = this.last.members.some(({ state }) => state !== 'T' && state !== '?');
      if (looks > 0 && fresh === 0 && !running) return;
    }
  }

  /** The dead take a pid each until they are reaped, and the caller may need one at once. */
  private async reaped(): Promise<void> {
    const deadline = now() + REAP_PATIENCE_MS;
    while (this.last.unreaped > 0 && now() < deadline) {
      await delay(FIRST_WAIT_MS);
      await this.look();
    }
  }

  private async kill(): Promise<void> {
    let deadline = now() + KILL_PATIENCE_MS;
    let hungUp = false;
    for (;;) {
      this.session.cgroup?.kill();
      await this.stopAll();
      if (this.takesIn) await this.killBelow(deadline);
      await this.look({ signal: SIGKILL });
      await this.signalGroups(SIGKILL);
      if (await this.goneWithin(KILL_AGAIN_MS)) return;
      const { members, refused } = this.last;
      if (!hungUp && members.every(({ pid }) => refused.includes(pid))) {
        hungUp = true;
        deadline = now() + HANG_UP_PATIENCE_MS;
        this.session.hangUp();
      }
      if (now() >= deadline) throw processesRemain(await this.remaining(), refused.length > 0);
    }
  }

  /**
   * Everything but the group of the program itself, to which orphans come: what is begun between two
   * looks can be found as long as it lives.
   */
  private async killBelow(deadline: number): Promise<void> {
    const root = this.last.members.find(({ pid }) => pid === this.session.id);
    if (root === undefined) return;
    const sparedGroup = root.group;
    for (let empty = 0; empty < EMPTY_LOOKS && now() < deadline; ) {
      await this.stopAll();
      await this.look({ signal: SIGKILL, sparedGroup });
      const others = this.last.members.some(({ group }) => group !== sparedGroup);
      empty = others ? 0 : empty + 1;
    }
  }

  /** What has not ended, also where only the cgroup knows of it. */
  private remaining(): Promise<{ pid: number; command: string }[]> {
    const pids = new Set(this.last.members.map(({ pid }) => pid));
    for (const pid of this.session.cgroup?.pids() ?? []) pids.add(pid);
    return inTurns(pids, (pid) => ({ pid, command: binding.processCommand(pid) }));
  }
}

/**
 * Ends every process of a terminal's session: `signal`, then after `graceMs` milliseconds SIGKILL.
 * Resolves when none is left.
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_UNKNOWN_SIGNAL`, RangeError `ERR_OUT_OF_RANGE`;
 *   `EPERM` when what is left may not be signalled and outlives the closing of its terminal;
 *   `ETIMEDOUT` when what is left does not die of SIGKILL. Both have `pids`.
 */
export async function killTree(
  session: KillableSession | undefined,
  options?: KillTreeOptions | null,
): Promise<KillTreeResult> {
  const given = new Given(options ?? undefined);
  const { signal = 'SIGHUP', graceMs = DEFAULT_GRACE_MS } = {
    signal: given.get('signal'),
    graceMs: given.get('graceMs'),
  };
  const number = signalNumber(signal);
  if (typeof graceMs !== 'number') throw invalidArgType('graceMs', 'a number', graceMs);
  if (!(graceMs >= 0 && graceMs < Number.POSITIVE_INFINITY)) {
    throw outOfRange(`graceMs must be a number of milliseconds, 0 or more. Received ${graceMs}`);
  }
  if (session === undefined) return { left: [], unseen: undefined };
  const takesIn = given.get('strays') ?? session.subreaper;
  return new TreeKill(session, Boolean(takesIn)).run(number, graceMs);
}
