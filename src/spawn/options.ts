// What the caller asks for, checked and completed before anything is opened. The caller's objects
// are only read, each property once.
import { constants } from 'node:os';
import {
  helperFor,
  launcherName,
  type NativeSettings,
  type NativeSpawnRequest,
} from '../addon/addon';
import {
  argsAsString,
  invalidArgType,
  invalidArgValue,
  outOfRange,
  shown,
  unknownEncoding,
} from '../errors';
import type { IPtyForkOptions, IPtyOpenOptions } from '../interfaces';
import { environment, withoutNul } from './childEnv';

const DEFAULT_FILE = 'sh';
export const DEFAULT_COLS = 80;
export const DEFAULT_ROWS = 24;

// What the kernel's struct winsize holds (ioctl_tty(2)); node-pty lets it cut larger values off.
const MAX_SIZE = 65535;
const MAX_SIGNAL = 127; // what a wait status has room for
const MAX_ID = 2 ** 32 - 2; // (uid_t)-1 means "unchanged" to the kernel

/** Checked options of spawn(). */
export interface SpawnPlan {
  request: NativeSpawnRequest;
  encoding: BufferEncoding | null;
  name: string;
  signal: AbortSignal | undefined;
  killSignal: string | undefined;
}

const NOTHING: IPtyForkOptions & IPtyOpenOptions = Object.freeze({});

type Kind = 'string' | 'number' | 'object' | 'boolean';

/** As node-pty: falsy means "not given", anything else must be of its type. */
function optional<T>(name: string, value: unknown, kind: Kind): T | undefined {
  if (!value) return undefined;
  const article = kind === 'object' ? 'an' : 'a';
  if (typeof value !== kind) throw invalidArgType(name, `${article} ${kind}`, value);
  return value as T;
}

/** @throws RangeError `ERR_OUT_OF_RANGE` unless `value` is an integer from 1 to 65535. */
function checkSize(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 1 || value > MAX_SIZE) {
    throw outOfRange(`${name} must be an integer from 1 to ${MAX_SIZE}. Received ${value}`);
  }
  return value;
}

function sizeOption(name: string, value: unknown, fallback: number): number {
  const given = optional<number>(name, value, 'number');
  return given === undefined ? fallback : checkSize(name, given);
}

function checkPixels(name: string, value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (typeof value !== 'number') throw invalidArgType(name, 'a number', value);
  if (!Number.isInteger(value) || value < 0 || value > MAX_SIZE) {
    throw outOfRange(`${name} must be an integer from 0 to ${MAX_SIZE}. Received ${value}`);
  }
  return value;
}

function pixelsOption(value: unknown): [xPixels: number, yPixels: number] | undefined {
  const size = optional<{ width: unknown; height: unknown }>('pixelSize', value, 'object');
  if (size === undefined) return undefined;
  return [checkPixels('pixelSize.width', size.width), checkPixels('pixelSize.height', size.height)];
}

/** A new size for a terminal, checked by the same rule as spawn()'s. */
export function checkResize(
  cols: number,
  rows: number,
  pixelSize?: unknown,
): [cols: number, rows: number, xPixels: number, yPixels: number] {
  // node-pty's words for what it rejects too.
  const words = 'resizing must be done using positive cols and rows';
  for (const value of [cols, rows]) {
    if (typeof value !== 'number') throw invalidArgType('resize: cols and rows', 'a number', value);
    if (!(value > 0 && value < Number.POSITIVE_INFINITY)) throw outOfRange(words);
  }
  const [xPixels, yPixels] = pixelsOption(pixelSize) ?? [0, 0];
  return [checkSize('cols', cols), checkSize('rows', rows), xPixels, yPixels];
}

function id(name: string, value: unknown): number | undefined {
  if (value === undefined || value === null || value === -1) return undefined;
  if (typeof value !== 'number') throw invalidArgType(name, 'a number', value);
  if (!Number.isInteger(value) || value < 0 || value > MAX_ID) {
    throw outOfRange(`${name} must be an integer from 0 to ${MAX_ID}. Received ${value}`);
  }
  return value;
}

function groupList(value: unknown): number[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw invalidArgType('groups', 'an array', value);
  return Array.from(value, (group, i) => {
    const checked = id(`groups[${i}]`, group);
    if (checked === undefined) throw invalidArgType(`groups[${i}]`, 'a number', group);
    return checked;
  });
}

/** argv, argv[0] included. */
function argumentList(argv0: string, args: unknown): string[] {
  if (typeof args === 'string') throw argsAsString();
  const list = [withoutNul('argv0', argv0)];
  if (!args) return list;
  if (!Array.isArray(args)) throw invalidArgType('args', 'an array', args);
  for (let i = 0; i < args.length; i++) {
    const arg: unknown = args[i];
    if (typeof arg !== 'string') throw invalidArgType(`args[${i}]`, 'a string', arg);
    if (arg.includes('\0')) withoutNul(`args[${i}]`, arg);
    list.push(arg);
  }
  return list;
}

/** This process's directory; empty when it was removed, which must not stop a spawn elsewhere. */
function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '';
  }
}

function checkEncoding(value: unknown): BufferEncoding | null {
  if (value === undefined) return 'utf8';
  if (value === '') return 'utf8'; // as node-pty, whose StringDecoder takes it for utf8
  const encoding = optional<string>('encoding', value, 'string');
  if (encoding === undefined) return null;
  if (!Buffer.isEncoding(encoding)) throw unknownEncoding(encoding);
  return encoding;
}

/**
 * The number of a signal's name; undefined for a name that this platform does not know.
 * Numbers are taken as they are, as process.kill does.
 */
export function signalNumber(signal: unknown): number | undefined {
  if (typeof signal === 'number') {
    return Number.isInteger(signal) && signal > 0 && signal <= MAX_SIGNAL ? signal : undefined;
  }
  return typeof signal === 'string' ? constants.signals[signal as NodeJS.Signals] : undefined;
}

/** The name of a signal's number; null when it has none. */
export function signalName(number: number): NodeJS.Signals | null {
  for (const [name, value] of Object.entries(constants.signals)) {
    if (value === number) return name as NodeJS.Signals;
  }
  return null;
}

function killSignalOption(value: unknown): string | undefined {
  const name = optional<string>('killSignal', value, 'string');
  if (name !== undefined && signalNumber(name) === undefined) {
    throw invalidArgValue('killSignal', `is not a signal of this platform: ${name}`);
  }
  return name;
}

function signalOption(value: unknown): AbortSignal | undefined {
  const signal = optional<AbortSignal>('signal', value, 'object');
  if (signal === undefined) return undefined;
  const { aborted, addEventListener: add, removeEventListener: remove } = signal;
  if (typeof aborted !== 'boolean' || typeof add !== 'function' || typeof remove !== 'function') {
    throw invalidArgType('signal', 'an AbortSignal', value);
  }
  return signal;
}

function throwOption(value: unknown): boolean {
  if (value !== undefined && value !== null && value !== 'exit' && value !== 'throw') {
    throw invalidArgValue('spawnErrors', `must be 'exit' or 'throw'. Received ${shown(value)}`);
  }
  return value === 'throw';
}

/**
 * Checks and completes the arguments of spawn().
 *
 * Whoever spawns has just done something else, so the processor's caches are cold and every builtin
 * that is touched costs microseconds: hence no spread, no Array.from() and no closure here.
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`, `ERR_UNKNOWN_ENCODING`;
 *   RangeError `ERR_OUT_OF_RANGE`.
 */
export function planSpawn(file: unknown, args: unknown, options: unknown): SpawnPlan {
  const given = optional<IPtyForkOptions>('options', options, 'object') ?? NOTHING;
  const program = withoutNul('file', optional<string>('file', file, 'string') ?? DEFAULT_FILE);
  const argv = argumentList(optional<string>('argv0', given.argv0, 'string') ?? program, args);
  const chosenCwd = withoutNul('cwd', optional<string>('cwd', given.cwd, 'string') ?? '');
  const env = environment(
    optional<NodeJS.ProcessEnv>('env', given.env, 'object') ?? process.env,
    chosenCwd || currentDirectory(),
    optional<string>('name', given.name, 'string'),
  );
  const name = withoutNul('name', env.term);
  const encoding = checkEncoding(given.encoding);
  const modes = optional<{ raw?: boolean; echo?: boolean }>('termios', given.termios, 'object');
  const pixels = pixelsOption(given.pixelSize);
  const launcher = launcherName();
  return {
    encoding,
    name,
    signal: signalOption(given.signal),
    killSignal: killSignalOption(given.killSignal),
    request: {
      file: program,
      argv,
      env: env.block,
      cwd: chosenCwd,
      cols: sizeOption('cols', given.cols, DEFAULT_COLS),
      rows: sizeOption('rows', given.rows, DEFAULT_ROWS),
      xPixels: pixels === undefined ? 0 : pixels[0],
      yPixels: pixels === undefined ? 0 : pixels[1],
      utf8: encoding === 'utf8',
      raw: Boolean(modes?.raw),
      echo: modes?.echo !== false,
      kernelModes: false,
      uid: id('uid', given.uid),
      gid: id('gid', given.gid),
      groups: groupList(given.groups),
      launcher,
      helper: helperFor(launcher),
      throwOnFailure: throwOption(given.spawnErrors),
    },
  };
}

/** Checks and completes the options of open(). Throws as planSpawn. */
export function planOpen(options: unknown): {
  settings: NativeSettings;
  encoding: BufferEncoding | null;
} {
  const given = optional<IPtyOpenOptions>('options', options, 'object') ?? NOTHING;
  const encoding = checkEncoding(given.encoding);
  return {
    encoding,
    settings: {
      cols: sizeOption('cols', given.cols, DEFAULT_COLS),
      rows: sizeOption('rows', given.rows, DEFAULT_ROWS),
      xPixels: 0,
      yPixels: 0,
      utf8: false,
      raw: false,
      echo: true,
      // As node-pty: who opens a terminal for another program leaves its modes to that.
      kernelModes: true,
    },
  };
}
