// What the caller asks for, checked and completed before anything is opened. The caller's objects
// are only read, each property once.
import {
  helperFor,
  launcherName,
  type NativeSettings,
  type NativeSpawnRequest,
} from '../addon/addon';
import { argsAsString, invalidArgType, invalidArgValue, outOfRange, shown } from '../errors';
import type { IPtyForkOptions, IPtyOpenOptions } from '../interfaces';
import { env } from '../node';
import { environment, withoutNul } from './childEnv';
import { cgroupProcs, subreaperOption } from './containment';
import { normalEncoding } from './encoding';
import { Given } from './given';
import { type LimitSettings, limitsOf } from './limitOptions';
import { workingDirectory } from './workingDirectory';

const DEFAULT_FILE = 'sh';
export const DEFAULT_COLS = 80;
export const DEFAULT_ROWS = 24;

// What the kernel's struct winsize holds (ioctl_tty(2)); node-pty lets it cut larger values off.
const MAX_SIZE = 65535;
const MAX_ID = 2 ** 32 - 2; // (uid_t)-1 means "unchanged" to the kernel

/** Checked options of spawn(). */
export interface SpawnPlan {
  request: NativeSpawnRequest;
  encoding: BufferEncoding | null;
  name: string;
  limits: LimitSettings;
  /** The terminal that the program runs on, unchecked; undefined: one of its own. */
  slave: unknown;
}

type Kind = 'string' | 'number' | 'object' | 'boolean';

/** As node-pty: falsy means "not given", anything else must be of its type. */
export function optional<T>(name: string, value: unknown, kind: Kind): T | undefined {
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

export function sizeOption(name: string, value: unknown, fallback: number): number {
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
  const given = optional<{ width: unknown; height: unknown }>('pixelSize', value, 'object');
  if (given === undefined) return undefined;
  const size = new Given(given);
  return [
    checkPixels('pixelSize.width', size.get('width')),
    checkPixels('pixelSize.height', size.get('height')),
  ];
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

export function checkEncoding(value: unknown): BufferEncoding | null {
  if (value === undefined) return 'utf8';
  if (value === '') return 'utf8'; // as node-pty, whose StringDecoder takes it for utf8
  const encoding = optional<string>('encoding', value, 'string');
  if (encoding === undefined) return null;
  return normalEncoding(encoding);
}

export function throwOption(value: unknown): boolean {
  if (value !== undefined && value !== null && value !== 'exit' && value !== 'throw') {
    throw invalidArgValue('spawnErrors', `must be 'exit' or 'throw'. Received ${shown(value)}`);
  }
  return value === 'throw';
}

/**
 * Checks and completes the arguments of spawn().
 *
 * A program spawns between other work, so the processor's caches are cold and each builtin costs
 * microseconds. That is why this code has no spread, no Array.from() and no closure.
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`, `ERR_UNKNOWN_ENCODING`;
 *   RangeError `ERR_OUT_OF_RANGE`.
 */
export function planSpawn(file: unknown, args: unknown, options: unknown): SpawnPlan {
  const given = new Given(
    optional<IPtyForkOptions & { slave?: unknown }>('options', options, 'object'),
  );
  const program = withoutNul('file', optional<string>('file', file, 'string') ?? DEFAULT_FILE);
  const argv = argumentList(
    optional<string>('argv0', given.get('argv0'), 'string') ?? program,
    args,
  );
  const chosenCwd = withoutNul('cwd', optional<string>('cwd', given.get('cwd'), 'string') ?? '');
  const childEnv = environment(
    optional<NodeJS.ProcessEnv>('env', given.get('env'), 'object') ?? env(),
    workingDirectory(chosenCwd),
    optional<string>('name', given.get('name'), 'string'),
  );
  const name = withoutNul('name', childEnv.term);
  const encoding = checkEncoding(given.get('encoding'));
  const modes = new Given(
    optional<NonNullable<IPtyForkOptions['termios']>>('termios', given.get('termios'), 'object'),
  );
  const utf8 = modes.get('utf8');
  const pixels = pixelsOption(given.get('pixelSize'));
  const launcher = launcherName();
  return {
    encoding,
    name,
    limits: limitsOf(given),
    slave: given.get('slave') || undefined,
    request: {
      file: program,
      argv,
      env: childEnv.block,
      cwd: chosenCwd,
      cols: sizeOption('cols', given.get('cols'), DEFAULT_COLS),
      rows: sizeOption('rows', given.get('rows'), DEFAULT_ROWS),
      xPixels: pixels === undefined ? 0 : pixels[0],
      yPixels: pixels === undefined ? 0 : pixels[1],
      utf8: utf8 === undefined ? encoding === 'utf8' || encoding === null : Boolean(utf8),
      decode: encoding === 'utf8',
      raw: Boolean(modes.get('raw')),
      echo: modes.get('echo') !== false,
      kernelModes: false,
      uid: id('uid', given.get('uid')),
      gid: id('gid', given.get('gid')),
      groups: groupList(given.get('groups')),
      cgroup: cgroupProcs(optional<string>('cgroup', given.get('cgroup'), 'string')),
      subreaper: subreaperOption(given.get('subreaper')),
      launcher,
      helper: helperFor(launcher),
      throwOnFailure: throwOption(given.get('spawnErrors')),
    },
  };
}

/** Checks and completes the options of open(). Throws as planSpawn. */
export function planOpen(options: unknown): {
  settings: NativeSettings;
  encoding: BufferEncoding | null;
} {
  const given = new Given(optional<IPtyOpenOptions>('options', options, 'object'));
  const encoding = checkEncoding(given.get('encoding'));
  return {
    encoding,
    settings: {
      cols: sizeOption('cols', given.get('cols'), DEFAULT_COLS),
      rows: sizeOption('rows', given.get('rows'), DEFAULT_ROWS),
      xPixels: 0,
      yPixels: 0,
      utf8: false,
      decode: encoding === 'utf8',
      raw: false,
      echo: true,
      // As node-pty: who opens a terminal for another program leaves its modes to that.
      kernelModes: true,
    },
  };
}
