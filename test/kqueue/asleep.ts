// Whether the I/O thread sleeps, on both kernels.
import { setTimeout as delay } from 'node:timers/promises';
import type { Test } from 'tap';
import { assertIdle } from '../helpers/idle';
import { EMULATED } from './addon';

const WATCHED_MS = 300;

/**
 * Asserts that it does. Linux says of a thread whether it is awake, which one that spins is however busy the
 * machine; elsewhere the processor time of the whole process has to do.
 */
export async function assertAsleep(t: Test): Promise<void> {
  if (EMULATED) return assertIdle(t, WATCHED_MS);
  const before = process.cpuUsage();
  await delay(WATCHED_MS);
  const used = process.cpuUsage(before);
  const ms = (used.user + used.system) / 1000;
  t.comment(`${ms.toFixed(1)} ms of processor time in ${WATCHED_MS} ms`);
  t.ok(ms < WATCHED_MS / 3, 'the I/O thread sleeps');
}
