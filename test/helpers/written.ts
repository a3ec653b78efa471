import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { statOf } from './processes';
import { until } from './until';

/** Between two looks at what stands still, in ms. */
const QUIET_MS = 150;

/** Bytes that a process has written so far (proc(5), io). Linux only. */
export function written(pid: number): number {
  const found = /^wchar: (\d+)$/m.exec(fs.readFileSync(`/proc/${pid}/io`, 'utf8'));
  return Number(found?.[1]);
}

/**
 * Waits until a process that floods its terminal is held back: it sleeps in its write. On a busy machine one that
 * only waits for a processor writes nothing for a while either.
 * @returns what it has written by then.
 */
export async function writtenWhenStill(pid: number): Promise<number> {
  let last = 0;
  const isStill = async () => {
    last = written(pid);
    if (last === 0 || statOf(pid)?.state !== 'S') return false;
    await delay(QUIET_MS);
    return statOf(pid)?.state === 'S' && written(pid) === last;
  };
  await until(isStill, 10_000, 'the program to stand still');
  return last;
}
