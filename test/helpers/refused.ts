import { readdirSync, readlinkSync } from 'node:fs';
import type { Test } from 'tap';
import { isOfLibc } from './ofLibc';

/** This process's descriptors and what they lead to, without what malloc opens for a moment. */
export function openDescriptors(): string[] {
  const targets: string[] = [];
  for (const fd of readdirSync('/proc/self/fd')) {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      if (!isOfLibc(target)) targets.push(`${fd} ${target}`);
    } catch {} // the listing's own
  }
  return targets.sort();
}

export interface Refused {
  name: 'TypeError' | 'RangeError';
  code: string;
}

export const WRONG_TYPE: Refused = { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' };
export const WRONG_VALUE: Refused = { name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' };
export const OUT_OF_RANGE: Refused = { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' };
export const UNKNOWN_SIGNAL: Refused = { name: 'TypeError', code: 'ERR_UNKNOWN_SIGNAL' };
export const NO_ENCODING: Refused = { name: 'TypeError', code: 'ERR_UNKNOWN_ENCODING' };

/** Asserts that `call` throws `refused` in its own tick, and has opened nothing by then. */
export function assertRefused(t: Test, title: string, refused: Refused, call: () => unknown): void {
  const before = openDescriptors();
  let thrown: unknown;
  try {
    const accepted = call() as { destroy?(): void } | undefined;
    accepted?.destroy?.();
  } catch (error) {
    thrown = error;
  }
  const { name, code, message } = (thrown ?? {}) as NodeJS.ErrnoException;
  t.strictSame({ name, code }, refused, `${title}: ${message ?? 'accepted'}`);
  t.strictSame(openDescriptors(), before, `${title}: nothing was opened`);
}

/** What a JavaScript user can hand over in place of a string, number or object. */
export const ODD_VALUES: [name: string, value: unknown][] = [
  ['true', true],
  ['a bigint', 5n],
  ['a symbol', Symbol('x')],
  ['a function', () => {}],
];
