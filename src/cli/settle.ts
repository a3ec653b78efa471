/** Waiting for the kernel: it lets go of a pty a moment after its last descriptor is closed. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Census, CensusReader, NoCensus } from './census';
import { diffCensus, isFlat } from './census';

const STILL_MS = 50;
const STANDSTILL_MS = 1000;
const LOOK_MS = 25;

/**
 * Waits until the census stays the same for 50 ms, one second at most, so that a "before" does not
 * count what a warm-up is about to give back.
 */
export async function standStill(readCensus: CensusReader): Promise<void> {
  const deadline = performance.now() + STANDSTILL_MS;
  for (let last = readCensus(); performance.now() < deadline; ) {
    await sleep(STILL_MS);
    const now = readCensus();
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

/**
 * Waits until the census is as `before`, and gives the last one.
 * @param limitMs the bound, in ms
 * @param stop looked at between two readings; true ends the wait
 */
export async function settle(
  readCensus: CensusReader,
  before: Census | NoCensus,
  limitMs: number,
  stop: () => boolean = () => false,
): Promise<Census | NoCensus> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const quick = readCensus();
    if (!quick.available || !before.available) {
      return quick;
    }
    // Who else holds ptys is only worth finding out when the machine's count has changed.
    const same = quick.ptys.inUse === before.ptys.inUse;
    const census = same ? quick : readCensus({ elsewhere: true });
    const flat = census.available && isFlat(diffCensus(before, census));
    if (flat || stop() || performance.now() > deadline) {
      return census;
    }
    await sleep(LOOK_MS);
  }
}
