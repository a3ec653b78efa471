/**
 * The leak run: thousands of ptys in sequence, in waves, and launches that fail, or live traffic,
 * between two censuses of the process. It knows no terminal and no command line; see
 * stress_report.ts for those.
 */
import type { Census, CensusReader, NoCensus } from './census';
import { diffCensus, explainDifference } from './census';
import { leakAllowance, ptysAtOnce } from './room';
import type { Sample } from './sampler';
import { Sampler } from './sampler';
import { settle, standStill } from './settle';
import type { ChildPlan, RunningChild, StressLibrary } from './stressChild';
import { ChildRunner, compareOutput, payload } from './stressChild';
import { FailingLaunches } from './stressFailing';
import { RssSampler } from './stressRss';
import type {
  PhaseName,
  PhaseResult,
  StressResult,
  StressSizes,
  TrafficSizes,
} from './stressVerdict';
import { judge, PROBLEMS_KEPT } from './stressVerdict';
import { runTraffic } from './traffic';
import { UncaughtErrors } from './uncaught';

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
  /** Called with a sample at the start, every `sampleMs` (default 5,000) and at the end. */
  onSample?: (sample: Sample) => void;
  sampleMs?: number;
}

export interface StressReporter {
  /** @param done ptys finished so far, over all phases */
  progress(phase: PhaseName, done: number, total: number): void;
  phaseEnd(result: PhaseResult, sizes: StressSizes): void;
  /** Something the reader should know, such as a wave made smaller. */
  note(text: string): void;
}

/** When failures have cost a phase so much time it ends: each may take childLimitMs. */
const PATIENCE_MS = 60_000;
const LONG_OUTPUT = 20_480;
const SHORT_OUTPUT = 300;
const FAILING_AT_ONCE = 50;
const DEFAULT_SETTLE_MS = 5000;
const INTERRUPTED_SETTLE_MS = 1000;
const RSS_SAMPLES = 80;
/** Ptys in sequence between two looks at whether descriptors pile up. */
const PILE_UP_EVERY = 100;

/** `--count N`: N in sequence, the other two phases in the proportions of the full run. */
export function stressSizes(count = 5000): StressSizes {
  return {
    sequence: count,
    waves: Math.round(count * 0.4),
    waveSize: 200,
    failing: Math.round(count * 0.2),
  };
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
  private current: PhaseName | null = null;
  private doneInPhase = 0;
  /** Whether failed launches are reported in flatpty's ways: spawnErrors, spawnError. */
  private tellsWhy = false;
  /** Why nothing more is started, in words. */
  private givenUp: string | null = null;
  private allowance = Infinity;

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
    const uncaught = new UncaughtErrors();
    try {
      return await this.runPhases(uncaught);
    } finally {
      uncaught.dispose();
      signal?.removeEventListener('abort', onAbort);
    }
  }

  private async runPhases(uncaught: UncaughtErrors): Promise<StressResult> {
    const { readCensus } = this.options;
    const warmUp = await this.warmUp();
    await standStill(readCensus);
    this.before = readCensus({ elsewhere: true });
    this.allowance = leakAllowance(this.before);
    const sampler = this.startSampler();
    try {
      await this.workload();
    } finally {
      sampler?.stop();
    }
    const patience = this.interrupted ? INTERRUPTED_SETTLE_MS : this.settleMs;
    const after = await settle(readCensus, this.before, patience);
    sampler?.last();
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
        ...uncaught.texts.slice(0, PROBLEMS_KEPT),
        ...(this.givenUp === null ? [] : [this.givenUp]),
      ],
      interrupted: this.interrupted,
      ms: performance.now() - this.startedAt,
    });
  }

  /**
   * The first pty starts what belongs to the process for good (I/O thread, epoll, eventfd; with
   * other libraries the thread pool that writes), and shows what the library has to offer.
   */
  private warmUp(): Promise<string | null> {
    return this.runner.run({
      ...this.plan('warm-up', 0, true),
      onStart: (pty) => {
        this.tellsWhy = 'spawnError' in pty;
        pty.write('\r');
      },
    });
  }

  private async workload(): Promise<void> {
    if (this.sizes.traffic !== undefined) {
      await this.trafficPhase(this.sizes.traffic);
      return;
    }
    this.fitWaves();
    await this.phase('sequence', this.sizes.sequence, 1, (first) => this.oneInSequence(first));
    await this.phase('waves', this.sizes.waves, this.sizes.waveSize, (first, count) =>
      this.oneWave(first, count),
    );
    await this.failingPhase();
  }

  private startSampler(): Sampler | undefined {
    const { readCensus, onSample, sampleMs } = this.options;
    if (onSample === undefined || !this.before.available) {
      return undefined;
    }
    const state = () => ({
      phase: this.current,
      ended: this.earlier + this.doneInPhase,
      live: this.runner.live,
    });
    return new Sampler(readCensus, state, onSample, sampleMs);
  }

  /** Ptys of the phases that are over. */
  private get earlier(): number {
    return this.phases.reduce((sum, phase) => sum + phase.done, 0);
  }

  private get settleMs(): number {
    return this.options.settleMs ?? DEFAULT_SETTLE_MS;
  }

  private get interrupted(): boolean {
    return this.options.signal?.aborted === true;
  }

  private fitWaves(): void {
    const fitting = ptysAtOnce(this.sizes.waveSize, this.before);
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
   * Stops early when interrupted, and when there is no point in going on.
   */
  private async phase(
    name: PhaseName,
    total: number,
    width: number,
    step: (first: number, count: number) => Promise<Array<string | null>>,
  ): Promise<void> {
    if (this.givenUp !== null) {
      return;
    }
    const startedAt = performance.now();
    const result: PhaseResult = { name, planned: total, done: 0, failures: 0, problems: [], ms: 0 };
    const all = this.sizes.sequence + this.sizes.waves + this.sizes.failing;
    let wasted = 0;
    this.begin(name);
    while (
      result.done < total &&
      wasted < PATIENCE_MS &&
      this.givenUp === null &&
      !this.interrupted
    ) {
      const count = Math.min(width, total - result.done);
      const stepAt = performance.now();
      const outcomes = await step(result.done, count);
      if (this.interrupted) {
        break;
      }
      const problems = outcomes.filter((outcome) => outcome !== null);
      result.done += count;
      result.failures += problems.length;
      result.problems.push(...problems.slice(0, PROBLEMS_KEPT - result.problems.length));
      wasted += problems.length > 0 ? performance.now() - stepAt : 0;
      this.doneInPhase = result.done;
      this.reporter.progress(name, this.earlier + result.done, all);
    }
    result.ms = performance.now() - startedAt;
    this.end(result);
  }

  private begin(name: PhaseName): void {
    this.current = name;
    this.doneInPhase = 0;
  }

  private end(result: PhaseResult): void {
    this.phases.push(result);
    this.doneInPhase = 0;
    if (result.planned > 0 && !this.interrupted) {
      this.reporter.phaseEnd(result, this.sizes);
    }
  }

  private async oneInSequence(index: number): Promise<Array<string | null>> {
    const outcome = await this.runner.run(this.plan(`sequence ${index}`, index, false));
    const every = Math.max(1, Math.floor(this.sizes.sequence / RSS_SAMPLES));
    if ((index + 1) % Math.min(every, PILE_UP_EVERY) === 0) {
      this.pileUp = Math.max(this.pileUp ?? 0, this.readPileUp());
    }
    if ((index + 1) % every === 0) {
      this.rss.sample();
    }
    return [outcome];
  }

  /**
   * Descriptors above the first census. Those that only a garbage collection would close are a leak
   * that the collections between RSS samples would hide.
   */
  private readPileUp(): number {
    const now = this.options.readCensus();
    if (!now.available || !this.before.available) {
      return 0;
    }
    const more = now.fds.length - this.before.fds.length;
    if (more > this.allowance) {
      this.givenUp = `given up: ${more} descriptors have piled up`;
    }
    return more;
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
    const ended = await Promise.all(children.map(({ done }) => done));
    this.readPileUp();
    return outcomes.concat(ended);
  }

  private async failingPhase(): Promise<void> {
    if (this.sizes.failing === 0 || this.interrupted) {
      return;
    }
    const launches = new FailingLaunches(this.library, this.runner, this.tellsWhy);
    try {
      await this.phase('failing', this.sizes.failing, FAILING_AT_ONCE, (first, count) =>
        Promise.all(Array.from({ length: count }, (_, i) => launches.run(first + i))),
      );
    } finally {
      launches.dispose();
    }
  }

  private async trafficPhase(sizes: TrafficSizes): Promise<void> {
    this.begin('traffic');
    const result = await runTraffic(this.runner, {
      ...sizes,
      atOnce: ptysAtOnce(sizes.atOnce, this.before),
      stop: () => this.interrupted || this.givenUp !== null,
      onEnd: (done) => {
        this.doneInPhase = done;
      },
      onLull: () => this.lull(),
    });
    this.peak = result.traffic?.peak ?? null;
    this.end(result);
  }

  /** Nothing is alive: all must be as before. */
  private async lull(): Promise<string[]> {
    const { readCensus } = this.options;
    const now = await settle(readCensus, this.before, this.settleMs, () => this.interrupted);
    this.readPileUp();
    this.rss.sample();
    return now.available && this.before.available
      ? explainDifference(diffCensus(this.before, now))
      : [];
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
