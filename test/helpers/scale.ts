/**
 * The part of its full size at which a test runs, from 0 to 1: FLATPTY_TEST_SCALE, which the runner
 * sets. Without the runner a test runs at full size.
 */
export const scale: number = Number(process.env.FLATPTY_TEST_SCALE ?? 1);

if (!(scale >= 0 && scale <= 1)) throw new Error('FLATPTY_TEST_SCALE is a number from 0 to 1');

/** Whether every combination is tried, and not only every value once. */
export const isFullSize: boolean = scale === 1;

/** How many of `full` to do at this scale, but not fewer than `least`, which still shows the fault. */
export function scaled(full: number, least: number): number {
  return Math.min(full, Math.max(least, Math.round(full * scale)));
}
