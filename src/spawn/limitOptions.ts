// The options of spawn() that end a program from outside, checked.
import { invalidArgType, outOfRange } from '../errors';
import type { IPtyForkOptions } from '../interfaces';
import type { Given } from './given';
import { signalNumber } from './signals';

/** setTimeout() takes no more: beyond, it would fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** What ends a program from outside. */
export interface LimitSettings {
  signal: AbortSignal | undefined;
  killSignal: number | undefined;
  /** Milliseconds. */
  timeout: number | undefined;
  /** Bytes. */
  maxOutput: number | undefined;
  /** Milliseconds. */
  forceKillAfter: number | undefined;
  killTree: boolean;
}

/** @throws TypeError `ERR_INVALID_ARG_TYPE`. */
export function abortSignalOption(value: unknown): AbortSignal | undefined {
  if (!value) return undefined;
  if (typeof value !== 'object') throw invalidArgType('signal', 'an object', value);
  const signal = value as AbortSignal;
  const { aborted, addEventListener: add, removeEventListener: remove } = signal;
  if (typeof aborted !== 'boolean' || typeof add !== 'function' || typeof remove !== 'function') {
    throw invalidArgType('signal', 'an AbortSignal', value);
  }
  return signal;
}

/**
 * Milliseconds, or undefined for none, which is also what 0 means, as in child_process.
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE`.
 */
export function timeoutOption(name: string, value: unknown): number | undefined {
  if (value === undefined || value === null || value === 0) return undefined;
  if (typeof value !== 'number') throw invalidArgType(name, 'a number', value);
  if (value > 0 && value <= MAX_TIMEOUT_MS) return value;
  throw outOfRange(`${name} must be a number of milliseconds below 2^31. Received ${value}`);
}

function maxOutputOption(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number') throw invalidArgType('maxOutput', 'a number', value);
  if (value === Number.POSITIVE_INFINITY) return undefined;
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw outOfRange(`maxOutput must be an integer of bytes, 0 or more. Received ${value}`);
}

function killSignalOption(value: unknown): number | undefined {
  return value === undefined || value === null || value === '' ? undefined : signalNumber(value);
}

/** @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_UNKNOWN_SIGNAL`; RangeError `ERR_OUT_OF_RANGE`. */
export function limitsOf(given: Given<IPtyForkOptions>): LimitSettings {
  return {
    signal: abortSignalOption(given.get('signal')),
    killSignal: killSignalOption(given.get('killSignal')),
    timeout: timeoutOption('timeout', given.get('timeout')),
    maxOutput: maxOutputOption(given.get('maxOutput')),
    forceKillAfter: timeoutOption('forceKillAfter', given.get('forceKillAfter')),
    killTree: Boolean(given.get('killTree')),
  };
}
