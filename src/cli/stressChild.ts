/** One child on one pty: what it must print, how it must end, and a bound on the time it may take. */
import { setTimeout as sleep } from 'node:timers/promises';

/** The part of a pty library that the leak run uses; node-pty and its relatives fit as well. */
export interface StressPty {
  readonly pid: number;
  /** The error behind a failed launch, on libraries that keep it. */
  readonly spawnError?: Error | undefined;
  onData(listener: (data: string) => void): unknown;
  onExit(listener: (event: { exitCode: number; signal?: number | undefined }) => void): unknown;
  write(data: string): unknown;
  resize(cols: number, rows: number): void;
  pause(): void;
  resume(): void;
  kill(signal?: string): void;
  destroy?(): void;
}

export interface StressSpawnOptions {
  cols?: number;
  rows?: number;
  cwd?: string;
  uid?: number;
  gid?: number;
  spawnErrors?: 'throw';
}

export interface StressLibrary {
  spawn(file: string, args: string[], options: StressSpawnOptions): StressPty;
}

export interface ChildPlan {
  /** For messages, e.g. "sequence 17". */
  label: string;
  file: string;
  args: string[];
  options: StressSpawnOptions;
  exitCode: number;
  /** The signal that must end it; 0, the default, when none may. */
  signal?: number;
  /** Null when the output is right, else what is wrong with it. */
  checkOutput(output: string): string | null;
  /** Called with the pty as soon as there is one. */
  onStart?(pty: StressPty): void;
  /**
   * Does something to the pty while its program runs. A rejection counts as a failure.
   * @param alive whether there is still a point in going on
   */
  drive?(pty: StressPty, alive: () => boolean): Promise<void>;
}

export interface RunningChild {
  pty: StressPty;
  /** Resolves with null when all was as planned, else with what was not. Never rejects. */
  done: Promise<string | null>;
}

/**
 * Text that is different on every line and for every index, so that a lost, doubled or swapped
 * piece cannot go unnoticed. @param size in bytes, ASCII only.
 */
export function payload(index: number, size: number): string {
  const lines: string[] = [];
  for (let length = 0; length < size; length += 64) {
    const head = `${index}:${lines.length}:`;
    const letter = String.fromCharCode(97 + ((index + lines.length) % 26));
    lines.push(`${head}${letter.repeat(63 - head.length)}\n`);
  }
  return lines.join('').slice(0, size);
}

/** Says where output first departs from what was expected. */
export function compareOutput(expected: string, output: string): string | null {
  if (output === expected) {
    return null;
  }
  let at = 0;
  while (at < output.length && output[at] === expected[at]) {
    at++;
  }
  if (at === output.length) {
    return `${output.length} of ${expected.length} bytes arrived, the rest is missing`;
  }
  const excerpt = (text: string): string => JSON.stringify(text.slice(at, at + 24));
  return (
    `output differs at byte ${at} of ${expected.length} (${output.length} arrived): ` +
    `${excerpt(output)} in place of ${excerpt(expected)}`
  );
}

/** SIGKILL. A library may throw for a child that has just ended, which is what was wanted. */
export function endNow(pty: StressPty): void {
  try {
    pty.kill('SIGKILL');
  } catch {}
}

function plannedEnd({ exitCode, signal }: ChildPlan): string {
  return signal ? `signal ${signal}` : `exit code ${exitCode}`;
}

const LATE_FAULTS_KEPT = 100;

/** Starts children, keeps hold of those still alive, and can end all of them. */
export class ChildRunner {
  /** What went wrong outside the life of a child, data or a second exit after `exit`: the first few. */
  public readonly lateFaults: string[] = [];
  /** Ptys whose child has not ended yet, each with the way to stop waiting for it. */
  private readonly waiting = new Map<StressPty, (problem: string) => void>();
  private received = 0;

  /** @param limitMs how long one child may take from spawn to exit */
  public constructor(
    private readonly library: StressLibrary,
    private readonly limitMs: number,
  ) {}

  /** Children that have not ended yet. */
  public get live(): number {
    return this.waiting.size;
  }

  /** Characters that all children together have printed. */
  public get charactersRead(): number {
    return this.received;
  }

  /** @throws what the library throws */
  public start(plan: ChildPlan): RunningChild {
    const pty = this.library.spawn(plan.file, plan.args, plan.options);
    plan.onStart?.(pty);
    let output = '';
    let ended = false;
    const done = new Promise<string | null>((resolve) => {
      const timer = setTimeout(() => {
        giveUp(
          `no exit within ${this.limitMs / 1000} s (pid ${pty.pid}, ${output.length} bytes so far)`,
        );
        endNow(pty);
      }, this.limitMs);
      const giveUp = (problem: string): void => {
        clearTimeout(timer);
        this.waiting.delete(pty);
        resolve(problem);
      };
      this.waiting.set(pty, giveUp);
      plan
        .drive?.(pty, () => this.waiting.has(pty))
        .catch((error: unknown) => {
          giveUp(String(error));
          endNow(pty);
        });
      pty.onData((data) => {
        if (ended) {
          this.late(`${plan.label}: ${data.length} bytes came after exit`);
        }
        output += data;
        this.received += data.length;
      });
      pty.onExit(({ exitCode, signal }) => {
        if (ended) {
          this.late(`${plan.label}: exit came twice`);
          return;
        }
        ended = true;
        clearTimeout(timer);
        this.waiting.delete(pty);
        resolve(
          exitCode !== plan.exitCode || (signal ?? 0) !== (plan.signal ?? 0)
            ? `exit code ${exitCode}, signal ${signal ?? 0} in place of ${plannedEnd(plan)}`
            : plan.checkOutput(output),
        );
      });
    });
    return {
      pty,
      done: done.then((problem) => (problem === null ? null : `${plan.label}: ${problem}`)),
    };
  }

  private late(fault: string): void {
    if (this.lateFaults.length < LATE_FAULTS_KEPT) {
      this.lateFaults.push(fault);
    }
  }

  /** As start(), for when only the outcome matters: an error thrown by the library is one. */
  public async run(plan: ChildPlan): Promise<string | null> {
    try {
      return await this.start(plan).done;
    } catch (error) {
      return `${plan.label}: ${String(error)}`;
    }
  }

  /**
   * Ends what is still alive and waits, two seconds at most, until it is gone; what is not gone by
   * then counts as failed, and is not waited for any longer.
   */
  public async killAll(): Promise<void> {
    for (const pty of this.waiting.keys()) {
      endNow(pty);
    }
    const deadline = performance.now() + 2000;
    while (this.waiting.size > 0 && performance.now() < deadline) {
      await sleep(10);
    }
    for (const giveUp of this.waiting.values()) {
      giveUp('still alive two seconds after SIGKILL');
    }
  }
}
