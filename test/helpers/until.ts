import { setTimeout as delay } from 'node:timers/promises';
import { PATIENCE } from './patience';

const FIRST_LOOK_MS = 1;
const MAX_LOOK_MS = 20;

type Truthy<T> = Exclude<T, null | undefined | false | 0 | ''>;

/**
 * Waits until `condition` returns (or resolves to) something truthy, and resolves to that.
 * @param ms how long it should take at most on a machine that does nothing else, in ms; it is given more.
 * @param what completes the sentence "waited ... ms for ...".
 * @throws Error when the bound is reached.
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  ms: number,
  what: string,
): Promise<Truthy<T>> {
  const bound = ms * PATIENCE;
  const deadline = performance.now() + bound;
  let wait = FIRST_LOOK_MS;
  for (;;) {
    const result = await condition();
    if (result) return result as Truthy<T>;
    if (performance.now() >= deadline) throw new Error(`waited ${bound} ms for ${what}`);
    await delay(wait);
    wait = Math.min(wait * 2, MAX_LOOK_MS);
  }
}

/** `promise`, or an Error "waited ... ms for <what>"; `ms` as of until(). */
export async function within<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  const bound = ms * PATIENCE;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${bound} ms for ${what}`)), bound);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
