/**
 * Does resident memory grow?
 *
 * RSS is noisy: V8 enlarges its heap when it likes, malloc keeps freed pages, the first thousand
 * calls get compiled. So: a sample after every few spawns of the sequential phase, each straight
 * after a full garbage collection where the runtime lets us ask for one; then the median of the last
 * quarter of the samples less the median of the third quarter. The first half, in which a
 * process warms up, does not count, and a median does not mind a single peak. What leaks per spawn
 * adds up across a quarter: at 5,000 spawns the 2 MB allowed are 1.6 KB a spawn, less than one
 * leaked page or read buffer each. Runs without a leak were seen to differ by 0.9 MB at most.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Thinned } from './thinned';

/** Bytes between the two medians that still pass for noise. */
export const RSS_NOISE = 2_000_000;

/** Fewer samples than this cannot tell growth from noise. */
const MINIMUM_SAMPLES = 40;

/** More are not kept, so that a run of a week needs no more memory than one of an hour. */
const MAXIMUM_SAMPLES = 2000;

export interface RssJudgement {
  /** Null when the sequence was too short to say anything. */
  flat: boolean | null;
  samples: number;
  /** Median in bytes. */
  thirdQuarter: number;
  lastQuarter: number;
  growth: number;
  allowed: number;
  /** Whether garbage was collected before each sample. */
  collected: boolean;
}

/** A function that collects all garbage now, or undefined on a runtime that has none to offer. */
export function garbageCollector(): (() => void) | undefined {
  const { gc, Bun } = globalThis as { gc?: () => void; Bun?: { gc(force: boolean): void } };
  if (Bun !== undefined) {
    return () => Bun.gc(true);
  }
  if (gc !== undefined) {
    return gc;
  }
  try {
    // V8 reads the flag when a context is made, hence the new one.
    setFlagsFromString('--expose-gc');
    const exposed: unknown = runInNewContext('gc');
    return typeof exposed === 'function' ? (exposed as () => void) : undefined;
  } catch {
    return undefined;
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

export class RssSampler {
  private readonly samples = new Thinned<number>(MAXIMUM_SAMPLES);
  private readonly collect = garbageCollector();

  public sample(): void {
    this.collect?.();
    this.samples.add(process.memoryUsage.rss());
  }

  public judge(): RssJudgement {
    const { kept } = this.samples;
    const { length } = kept;
    const thirdQuarter = median(kept.slice(Math.floor(length / 2), Math.floor(length * 0.75)));
    const lastQuarter = median(kept.slice(Math.floor(length * 0.75)));
    const growth = lastQuarter - thirdQuarter;
    return {
      flat: length < MINIMUM_SAMPLES ? null : growth < RSS_NOISE,
      samples: length,
      thirdQuarter,
      lastQuarter,
      growth,
      allowed: RSS_NOISE,
      collected: this.collect !== undefined,
    };
  }
}
