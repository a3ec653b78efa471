import { constants } from 'node:os';
import { binding } from '../addon/addon';
import type { ProcessFacts } from '../addon/processes';
import { invalidArgType, outOfRange, processesRemain } from '../errors';
import type { KillTreeResult } from '../interfaces';
import { delay, now } from '../node';
import { Given } from '../spawn/given';
import { signalNumber } from '../spawn/signals';
import { describeProcess } from './processes';
import { type Look, type LookOptions, lookAt, type TerminalSession } from './session';

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

/** The terminal that killTree ends. */
export interface KillableSession extends TerminalSession {
  /** Closes the terminal, which hangs up what runs in it, whoever owns that. */
  hangUp(): void;
}

/** One killTree() of one session. */
class TreeKill {
  /** A member of each group that has been seen, by the group's number. */
  private readonly groups = new Map<number, ProcessFacts>();
  /** Sessions that programs of this one have begun, where these are to be ended too. */
  private readonly begun = new Set<number>();
  private last: Look = { members: [], strays: [], refused: [], unreaped: 0 };

  constructor(private readonly session: KillableSession) {}

  async run(signal: number, graceMs: number, strays: boolean): Promise<KillTreeResult> {
    await this.launched(signal, graceMs);
    await this.look({ strays: true });
    if (strays) await this.takeStraysIn();
    const left = this.last.strays.map(describeProcess);
    const unseen = binding.blindSpot() || undefined;
    if (signal !== SIGKILL) this.signalPolitely(signal);
    if (signal === SIGKILL || !(await this.goneWithin(graceMs))) await this.kill();
    await this.reaped();
    return { left, unseen };
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
   * The sessions of programs that had left become part of this one. Only those whose leader is such a
   * program: who merely has the terminal open may be of somebody else's session.
   */
  private async takeStraysIn(): Promise<void> {
    for (let before = -1; this.begun.size > before; ) {
      before = this.begun.size;
      for (const { pid, session } of this.last.strays) if (pid === session) this.begun.add(session);
      if (this.begun.size > before) await this.look({ strays: true });
    }
  }

  private async look(options?: LookOptions): Promise<number> {
    this.last = await lookAt(this.session, { ...options, also: this.begun });
    const before = this.groups.size;
    for (const member of this.last.members) this.groups.set(member.group, member);
    return this.groups.size - before;
  }

  /** The groups' members, those of the foreground first. */
  private groupsInOrder(): ProcessFacts[] {
    const foreground = this.groups.get(this.session.native.foregroundGroup());
    const others = [...this.groups.values()].filter((member) => member !== foreground);
    return foreground === undefined ? others : [foreground, ...others];
  }

  private signalGroups(signal: number, but: ReadonlySet<number> = new Set()): void {
    this.session.native.expectSignal(signal);
    for (const { group, session, pid } of this.groupsInOrder()) {
      if (!but.has(group)) binding.signalGroup(group, session, pid, signal);
    }
  }

  /**
   * A stopped program acts on a signal only once it is continued. So it is, and before the others are
   * signalled: when its session's leader dies first, the kernel hangs it up.
   */
  private signalPolitely(signal: number): void {
    const stops = [SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU].includes(signal);
    const stopped = this.last.members.filter(({ state }) => state === 'T' || state === '?');
    const first = new Set(stops ? [] : stopped.map(({ group }) => group));
    for (const group of first) {
      const { session, pid } = this.groups.get(group) as ProcessFacts;
      binding.signalGroup(group, session, pid, signal);
      binding.signalGroup(group, session, pid, SIGCONT);
    }
    this.signalGroups(signal, first);
  }

  /** Whether all members are seen to be gone within `ms`: by looks that find none, one after another. */
  private async goneWithin(ms: number): Promise<boolean> {
    const deadline = now() + ms;
    let wait = FIRST_WAIT_MS;
    for (let empty = 0; ; ) {
      await this.look();
      empty = this.last.members.length === 0 ? empty + 1 : 0;
      if (empty === EMPTY_LOOKS) {
        await this.look({ thorough: true });
        if (this.last.members.length === 0) return true;
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
      await this.stopAll();
      await this.look({ signal: SIGKILL });
      this.signalGroups(SIGKILL);
      if (await this.goneWithin(KILL_AGAIN_MS)) return;
      const { members, refused } = this.last;
      if (!hungUp && members.every(({ pid }) => refused.includes(pid))) {
        hungUp = true;
        deadline = now() + HANG_UP_PATIENCE_MS;
        this.session.hangUp();
      }
      if (now() >= deadline)
        throw processesRemain(members.map(describeProcess), refused.length > 0);
    }
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
  options?: { signal?: string | number; graceMs?: number; strays?: boolean } | null,
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
  return new TreeKill(session).run(number, graceMs, Boolean(given.get('strays')));
}
