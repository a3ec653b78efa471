/** Takes a census at regular intervals while a run goes on. */
import type { CensusReader, FdClass } from './census';
import { countByClass } from './census';
import type { PhaseName } from './stressVerdict';

export interface Sample {
  /** Since the first sample. */
  seconds: number;
  phase: PhaseName | null;
  /** Ptys that have come to their end. */
  ended: number;
  /** Ptys whose program runs. */
  live: number;
  descriptors: number;
  classes: Record<FdClass, number>;
  threads: number;
  zombies: number;
  /** On the whole machine. */
  ptysInUse: number;
  /** Resident set size in bytes, whatever garbage there is included. */
  rss: number;
}

export type SampleState = Pick<Sample, 'phase' | 'ended' | 'live'>;

export class Sampler {
  private readonly startedAt = performance.now();
  private readonly timer: NodeJS.Timeout;

  /**
   * Takes the first sample.
   * @param state what the run is at
   * @param everyMs milliseconds between two samples
   */
  public constructor(
    private readonly readCensus: CensusReader,
    private readonly state: () => SampleState,
    private readonly onSample: (sample: Sample) => void,
    everyMs = 5000,
  ) {
    this.take();
    this.timer = setInterval(() => this.take(), everyMs);
  }

  public stop(): void {
    clearInterval(this.timer);
  }

  /** One more, when all is over. */
  public last(): void {
    this.take();
  }

  private take(): void {
    const census = this.readCensus();
    if (!census.available) {
      return;
    }
    this.onSample({
      seconds: (performance.now() - this.startedAt) / 1000,
      ...this.state(),
      descriptors: census.fds.length,
      classes: countByClass(census.fds),
      threads: census.threads.length,
      zombies: census.zombies.length,
      ptysInUse: census.ptys.inUse,
      rss: census.rss,
    });
  }
}
