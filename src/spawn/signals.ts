// The one rule for signals: kill(), killSignal, killTree() and AbortSignals take and name them by it.
import { constants } from 'node:os';
import { unknownSignal } from '../errors';

/** Linux's last real-time signal; no platform has more. */
const MAX_SIGNAL = 64;

const NUMBERS = new Map<string, number>(Object.entries(constants.signals));

// The first name of a number counts, as in Node: SIGABRT and not SIGIOT.
const NAMES = new Map<number, string>();
for (const [name, number] of NUMBERS) if (!NAMES.has(number)) NAMES.set(number, name);

function byName(name: string): number | undefined {
  const upper = name.toUpperCase();
  const known = NUMBERS.get(upper);
  if (known !== undefined) return known;
  const digits = /^SIG([1-9]\d?)$/.exec(upper);
  return digits ? byNumber(Number(digits[1])) : undefined;
}

function byNumber(number: number): number | undefined {
  return Number.isInteger(number) && number >= 1 && number <= MAX_SIGNAL ? number : undefined;
}

/**
 * The number of a signal: a name with SIG in any case, as child_process takes it, or a number
 * from 1 to 64.
 * @throws TypeError `ERR_UNKNOWN_SIGNAL` for anything else.
 */
export function signalNumber(signal: unknown): number {
  let number: number | undefined;
  if (typeof signal === 'string') number = byName(signal);
  else if (typeof signal === 'number') number = byNumber(signal);
  if (number === undefined) throw unknownSignal(signal);
  return number;
}

/**
 * The name of a signal's number. What Node has no name for, such as a real-time signal, is `SIG` and the
 * number, which signalNumber() takes back.
 */
export function signalName(number: number): NodeJS.Signals {
  return (NAMES.get(number) ?? `SIG${number}`) as NodeJS.Signals;
}
