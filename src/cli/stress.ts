/**
 * The leak run: thousands of ptys in sequence, in waves, and launches that fail, between two
 * censuses of the process. It knows no terminal and no command line; see stress_report.ts for those.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Census, CensusReader, NoCensus } from './census';
import { diffCensus, isFlat } from './census';
import { readDescriptorLimit } from './limits';
import type { ChildPlan, RunningChild, StressLibrary } from './stress_child';
import { ChildRunner, compareOutput, payload } from './stress_child';
import { FailingLaunches } from './stress_failing';
import { RssSampler } from './stress_rss';
import type { PhaseName, PhaseResult, StressResult, StressSizes } from './stress_verdict';
import { judge, PROBLEMS_KEPT } from './stress_verdict';

export interface StressOptions {
  sizes: StressSizes;
  readCensus: CensusReader;
  /** Threads of the process before the library was loaded, when the caller knows. */
  threadsAtStart?: number;
  /** Ends the run: children are killed, the verdict is "interrupted". */
  signal?: AbortSignal;
  /** Bound for one child, in ms; default 30,000. */
  childLimitMs?: number;
  /** Bound for the wait until the census is as before, in ms; default 5,000. */
  settleMs?: number;
}

export interface StressReporter {
  /** @param done ptys finished so far, over all phases */
  progress(phase: PhaseName, done: number, total: number): void;
  phaseEnd(result: PhaseResult, sizes: StressSizes): void;
  /** Something the reader should know, such as a wave made smaller. */
  note(text: string): void;
}

/** A phase that fails this often is not going to recover; each failure may cost childLimitMs. */
const FAILURES_PER_PHASE = 20;
const LONG_OUTPUT = 20_480;
const SHORT_OUTPUT = 300;
const FAILING_AT_ONCE = 50;

/** `--count N`: N in sequence, the other two phases in the proportions of the full run. */
export function stressSizes(count = 5000): StressSizes {
  return {
    sequence: count,
    waves: Math.round(count * 0.4),
    waveSize: 200,
    failing: Math.round(count * 0.2),
  };
}

/** As many ptys at once as the limits of the machine and the process leave room for. */
function waveSizeWithin(sizes: StressSizes, census: Census | NoCensus): number {
  let room = Infinity;
  if (census.available) {
    const { max, reserve, inUse } = census.ptys;
    // Some are left over for the other programs of this machine.
    room = Math.min(room, max - (reserve ?? 0) - inUse - 16);
    const limit = readDescriptorLimit();
    if (limit !== null) {
      // Master and pidfd of each, and during a launch a slave and a pipe.
      room = Math.min(room, Math.floor((limit.soft - census.fds.length - 32) / 2));
    }
  }
  return Math.max(1, Math.min(sizes.waveSize, room));
}

class StressRun {
  private readonly sizes: StressSizes;
  private readonly runner: ChildRunner;
  private readonly rss = new RssSampler();
  private readonly phases: PhaseResult[] = [];
  private readonly startedAt = performance.now();
  private before: Census | NoCensus = { available: false, reason: 'not taken' };
  private peak: number | null = null;
  private pileUp: number | null = null;

  public constructor(
    private readonly library: StressLibrary,
    private readonly options: StressOptions,
    private readonly reporter: StressReporter,
  ) {
    this.sizes = { ...options.sizes };
    this.runner = new ChildRunner(library, options.childLimitMs ?? 30_000);
  }

  public async run(): Promise<StressResult> {
    const { signal } = this.options;
    const onAbort = (): void => void this.runner.killAll();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await this.runPhases();
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  private async runPhases(): Promise<StressResult> {
    // The first pty starts what belongs to the process for good (I/O thread, epoll, eventfd).
    const warmUp = await this.runner.run(this.plan('warm-up', 0, false));
    await this.standStill();
    this.before = this.options.readCensus({ elsewhere: true });
    this.fitWaves();
    await this.phase('sequence', this.sizes.sequence, 1, (first) => this.oneInSequence(first));
    await this.phase('waves', this.sizes.waves, this.sizes.waveSize, (first, count) =>
      this.oneWave(first, count),
    );
    await this.failingPhase();
    const after = await this.settle();
    return judge({
      sizes: this.sizes,
      phases: this.phases,
      peak: this.peak,
      pileUp: this.pileUp,
      before: this.before,
      after,
      threadsAtStart: this.options.threadsAtStart ?? null,
      rss: this.rss.judge(),
      otherProblems: [
        ...(warmUp === null ? [] : [warmUp]),
        ...this.runner.lateFaults.slice(0, PROBLEMS_KEPT),
      ],
      interrupted: this.interrupted,
      ms: performance.now() - this.startedAt,
    });
  }

  private get interrupted(): boolean {
    return this.options.signal?.aborted === true;
  }

  /**
   * Waits until the census stays the same for 50 ms, one second at most: the kernel lets go of a
   * pty a moment after its last descriptor is closed, and "before" must not count the warm-up's.
   */
  private async standStill(): Promise<void> {
    const deadline = performance.now() + 1000;
    for (let last = this.options.readCensus(); performance.now() < deadline; ) {
      await sleep(50);
      const now = this.options.readCensus();
      if (!now.available || !last.available) {
        return;
      }
      const { targets, ptys, threads } = diffCensus(last, now);
      if (targets.length === 0 && ptys.delta === 0 && threads.delta === 0) {
        return;
      }
      last = now;
    }
  }

  private fitWaves(): void {
    const fitting = waveSizeWithin(this.sizes, this.before);
    if (fitting < this.sizes.waveSize && this.sizes.waves > fitting) {
      this.reporter.note(
        `waves of ${fitting} in place of ${this.sizes.waveSize}: limits of ptys or descriptors`,
      );
      this.sizes.waveSize = fitting;
    }
  }

  /** A shell that prints a text made for this index and ends with a code made for this index. */
  private plan(label: string, index: number, waits: boolean): ChildPlan {
    const text = payload(index, index % 10 === 0 ? LONG_OUTPUT : SHORT_OUTPUT);
    const exitCode = index % 200;
    const script = `${waits ? 'read -r go; ' : ''}printf %s "$1"; exit "$2"`;
    // The terminal echoes the line that lets it go, and puts a CR before every LF.
    const expected = (waits ? '\r\n' : '') + text.replaceAll('\n', '\r\n');
    return {
      label,
      file: '/bin/sh',
      args: ['-c', script, 'sh', text, String(exitCode)],
      options: { cols: 80, rows: 24 },
      exitCode,
      checkOutput: (output) => compareOutput(expected, output),
    };
  }

  /**
   * Runs `total` ptys in steps of `width`; `step` gives one outcome for each of its ptys.
   * Stops early when interrupted or when failures say there is no point in going on.
   */
  private async phase(
    name: PhaseName,
    total: number,
    width: number,
    step: (first: number, count: number) => Promise<Array<string | null>>,
  ): Promise<void> {
    const startedAt = performance.now();
    const result: PhaseResult = { name, planned: total, done: 0, failures: 0, problems: [], ms: 0 };
    const earlier = this.phases.reduce((sum, phase) => sum + phase.done, 0);
    const all = this.sizes.sequence + this.sizes.waves + this.sizes.failing;
    while (result.done < total && !this.interrupted && result.failures < FAILURES_PER_PHASE) {
      const count = Math.min(width, total - result.done);
      const outcomes = await step(result.done, count);
      if (this.interrupted) {
        break;
      }
      const problems = outcomes.filter((outcome) => outcome !== null);
      result.done += count;
      result.failures += problems.length;
      result.problems.push(...problems.slice(0, PROBLEMS_KEPT - result.problems.length));
      this.reporter.progress(name, earlier + result.done, all);
    }
    result.ms = performance.now() - startedAt;
    this.phases.push(result);
    if (total > 0 && !this.interrupted) {
      this.reporter.phaseEnd(result, this.sizes);
    }
  }

  private async oneInSequence(index: number): Promise<Array<string | null>> {
    const outcome = await this.runner.run(this.plan(`sequence ${index}`, index, false));
    if ((index + 1) % Math.max(1, Math.floor(this.sizes.sequence / 80)) === 0) {
      this.samplePileUp();
      this.rss.sample();
    }
    return [outcome];
  }

  /**
   * Descriptors that only a garbage collection would close are a leak that the collections
   * between RSS samples would hide.
   */
  private samplePileUp(): void {
    const now = this.options.readCensus();
    if (now.available && this.before.available) {
      this.pileUp = Math.max(this.pileUp ?? 0, now.fds.length - this.before.fds.length);
    }
  }

  private async oneWave(first: number, count: number): Promise<Array<string | null>> {
    const children: RunningChild[] = [];
    const outcomes: Array<string | null> = [];
    for (let index = first; index < first + count; index++) {
      const label = `wave pty ${index}`;
      try {
        children.push(this.runner.start(this.plan(label, index, true)));
      } catch (error) {
        outcomes.push(`${label}: ${String(error)}`);
      }
    }
    const now = this.options.readCensus();
    if (now.available) {
      const open = now.fds.filter(({ fdClass }) => fdClass === 'ptmx').length;
      this.peak = Math.max(this.peak ?? 0, open);
    }
    for (const { pty } of children) {
      pty.write('\r');
    }
    return outcomes.concat(await Promise.all(children.map(({ done }) => done)));
  }

  private async failingPhase(): Promise<void> {
    if (this.sizes.failing === 0 || this.interrupted) {
      return;
    }
    const launches = new FailingLaunches(this.library, this.runner);
    try {
      await this.phase('failing', this.sizes.failing, FAILING_AT_ONCE, (first, count) =>
        Promise.all(Array.from({ length: count }, (_, i) => launches.run(first + i))),
      );
    } finally {
      launches.dispose();
    }
  }

  /** Waits until the census is as before, settleMs at most, and gives the last one. */
  private async settle(): Promise<Census | NoCensus> {
    const { readCensus, settleMs = 5000 } = this.options;
    const deadline = performance.now() + settleMs;
    for (;;) {
      const quick = readCensus();
      if (!quick.available || !this.before.available) {
        return quick;
      }
      // Who else holds ptys is only worth finding out when the machine's count has changed.
      const same = quick.ptys.inUse === this.before.ptys.inUse;
      const census = same ? quick : readCensus({ elsewhere: true });
      const flat = census.available && isFlat(diffCensus(this.before, census));
      if (flat || this.interrupted || performance.now() > deadline) {
        return census;
      }
      await sleep(25);
    }
  }
}

/**
 * Runs the leak suite against `library` and gives the verdict. Never throws for a fault of the library; leaves
 * no child behind. Takes about half a minute in the default sizes on two cores.
 */
export async function runStress(
  library: StressLibrary,
  options: StressOptions,
  reporter: StressReporter,
): Promise<StressResult> {
  return new StressRun(library, options, reporter).run();
}
