// One shape for every error: Node's. System errors have code, errno (negative), syscall and path;
// argument errors have the codes of https://nodejs.org/api/errors.html.
import { constants } from 'node:os';
import { helperCure } from './addon/helperCure';
import { platform } from './node';
import { windowsError } from './windowsErrors';

/** An ErrnoException of a spawn, as child_process makes it. */
export interface SpawnError extends NodeJS.ErrnoException {
  spawnargs?: string[];
  /** The limit that was met, when it is known. */
  limit?: Limit;
}

/** A limit of the system and how far it is used. */
export interface Limit {
  /** As its manual calls it, e.g. `RLIMIT_NPROC`, `pids.max`, `kernel.pty.max`. */
  name: string;
  value: number;
  inUse: number;
  /** Whose use is counted: `user 1000`, `cgroup /a/b`, `this process`, `the machine`, ... */
  scope: string;
}

/** What the addon tells of a failed call: errno is positive, message is strerror's. */
export interface SystemFailure {
  errno: number;
  syscall: string;
  path?: string;
  message: string;
  /** More about the reason. */
  hint?: string;
  /** The limit that was met, and what raises it. */
  limit?: Limit & { cure: string };
}

/**
 * node-pty's words for a terminal or process that cannot be made, which programs look for to try
 * again or to do without: forkpty(3) on Linux; on macOS those of 1.1.0.
 */
export const NOT_TO_BE_HAD = platform === 'darwin' ? 'posix_spawnp failed' : 'forkpty(3) failed';

const NO_MEMORY: SystemFailure = {
  errno: constants.errno.ENOMEM,
  syscall: 'malloc',
  message: 'Cannot allocate memory',
};

/** The name of an errno. From os.constants: util.getSystemErrorName does not know ENOEXEC. */
function errnoName(errno: number): string {
  const known = Object.entries(constants.errno).find(([, value]) => value === errno);
  return known?.[0] ?? `errno ${errno}`;
}

/** One sentence: which limit, how far it is used and by what, and what raises it. */
export function limitText({ name, value, inUse, scope, cure }: Limit & { cure: string }): string {
  return `${name} is ${value}, ${inUse} in use by ${scope}; ${cure}`;
}

const unixError = (errno: number) => ({ code: errnoName(errno), errno: -errno });

/**
 * Turns a failed call into an ErrnoException. The text ends with strerror's words, which
 * node-pty's users look for.
 */
export function systemError(
  failure: SystemFailure,
  what: string,
  spawnargs?: string[],
): SpawnError {
  const { code, errno } =
    platform === 'win32' ? windowsError(failure.errno) : unixError(failure.errno);
  const subject = failure.path === undefined ? '' : ` '${failure.path}'`;
  const atHelper = failure.syscall === 'posix_spawn' && failure.path !== undefined;
  const { limit } = failure;
  const advice =
    (limit && limitText(limit)) ??
    failure.hint ??
    (atHelper ? helperCure(failure.path as string, failure.errno) : undefined);
  const hint = advice === undefined ? '' : ` (${advice})`;
  const error: SpawnError = new Error(
    `${what} ${code}: ${failure.syscall}${subject} failed${hint}: ${failure.message}`,
  );
  error.code = code;
  error.errno = errno;
  error.syscall = failure.syscall;
  if (failure.path !== undefined) error.path = failure.path;
  if (spawnargs !== undefined) error.spawnargs = spawnargs;
  if (limit !== undefined) {
    const { name, value, inUse, scope } = limit;
    error.limit = { name, value, inUse, scope };
  }
  return error;
}

/** What the addon threw, in Node's shape if it is a system error. */
export function asSystemError(thrown: unknown, what: string, spawnargs?: string[]): Error {
  const failure = thrown as SystemFailure;
  // node-addon-api's words for a std::bad_alloc in one of its own callbacks.
  if (failure?.message === 'std::bad_alloc') return systemError(NO_MEMORY, what, spawnargs);
  if (typeof failure?.errno !== 'number' || typeof failure.syscall !== 'string') {
    return thrown as Error;
  }
  return systemError(failure, what, spawnargs);
}

/**
 * What the addon threw at a new size. The text is node-pty's to the letter, because VS Code, Theia
 * and others compare it with `ioctl(2) failed, EBADF`; code, errno and syscall are there as well.
 */
export function resizeError(thrown: unknown): Error {
  const { code, errno, syscall } = asSystemError(thrown, 'resize') as SpawnError;
  if (!syscall?.startsWith('ioctl')) return asSystemError(thrown, 'resize');
  return Object.assign(new Error(`ioctl(2) failed, ${code}`), { code, errno, syscall });
}

/** Rethrows what the addon threw in Node's shape. Never returns. */
export function rethrowSystemError(thrown: unknown, what: string, spawnargs?: string[]): never {
  throw asSystemError(thrown, what, spawnargs);
}

function withCode<E extends Error>(error: E, code: string): E & { code: string } {
  return Object.assign(error, { code });
}

/** TypeError `ERR_INVALID_ARG_TYPE`, in node-pty's words. */
export function invalidArgType(name: string, expected: string, actual: unknown): TypeError {
  const kind = actual === null ? 'null' : typeof actual;
  return withCode(
    new TypeError(`${name} must be ${expected} (not a ${kind})`),
    'ERR_INVALID_ARG_TYPE',
  );
}

/** TypeError `ERR_INVALID_ARG_TYPE` for arguments in one string, in node-pty's words. */
export function argsAsString(): TypeError {
  const error = new TypeError('args as a string is not supported on unix.');
  return withCode(error, 'ERR_INVALID_ARG_TYPE');
}

/** TypeError `ERR_INVALID_ARG_TYPE` for a function of `native`, in node-pty's words. */
export function usage(call: string): TypeError {
  return withCode(new TypeError(`Usage: pty.${call}`), 'ERR_INVALID_ARG_TYPE');
}

/** TypeError `ERR_INVALID_ARG_VALUE`. */
export function invalidArgValue(name: string, reason: string): TypeError {
  return withCode(new TypeError(`${name} ${reason}`), 'ERR_INVALID_ARG_VALUE');
}

/** A value for an error's text. Runs no code of the caller's, and takes symbols too. */
export function shown(value: unknown): string {
  const kind = typeof value;
  return kind === 'object' || kind === 'function' ? `a ${kind}` : String(value);
}

/** TypeError `ERR_UNKNOWN_ENCODING`. */
export function unknownEncoding(encoding: unknown): TypeError {
  return withCode(new TypeError(`Unknown encoding: ${shown(encoding)}`), 'ERR_UNKNOWN_ENCODING');
}

/** TypeError `ERR_UNKNOWN_SIGNAL`, in Node's words. */
export function unknownSignal(signal: unknown): TypeError {
  return withCode(new TypeError(`Unknown signal: ${shown(signal)}`), 'ERR_UNKNOWN_SIGNAL');
}

/** TypeError `ERR_FEATURE_UNAVAILABLE_ON_PLATFORM`, in Node's words. */
export function unavailable(option: string): TypeError {
  return withCode(
    new TypeError(`The option ${option} is unavailable on ${platform}`),
    'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
  );
}

/** RangeError `ERR_OUT_OF_RANGE`. */
export function outOfRange(message: string): RangeError {
  return withCode(new RangeError(message), 'ERR_OUT_OF_RANGE');
}

/** A system error with the processes that it is about. */
export interface ProcessesError extends NodeJS.ErrnoException {
  pids?: number[];
}

/**
 * `EPERM`, or when they may be signalled `ETIMEDOUT`: processes of a terminal are left after killTree.
 */
export function processesRemain(
  processes: readonly { pid: number; command: string }[],
  refused: boolean,
): ProcessesError {
  const code = refused ? 'EPERM' : 'ETIMEDOUT';
  const why = refused ? 'may not be signalled, and outlived their terminal' : 'survived SIGKILL';
  const named = processes.map(({ pid, command }) => `${pid} (${command || 'unknown'})`);
  const error: ProcessesError = new Error(`killTree ${code}: ${why}: ${named.join(', ')}`);
  error.code = code;
  error.errno = -constants.errno[code];
  error.syscall = 'kill';
  error.pids = processes.map(({ pid }) => pid);
  return error;
}

/** The error that an aborted AbortSignal stands for. */
export function abortError(signal: AbortSignal): Error {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  error.name = 'AbortError';
  return withCode(error, 'ABORT_ERR');
}

/** The end of what a terminal has printed, for an error's text. */
function tailOf(output: string): string {
  return output === '' ? 'nothing' : JSON.stringify(output.slice(-200));
}

/** How much output an error of waitFor() carries, in characters. */
const OUTPUT_KEPT = 10_000;

type WaitForError = Error & { code: string; output: string };

/** TimeoutError `ERR_FLATPTY_TIMEOUT`: `pattern` did not come within `ms`. */
export function timeoutError(pattern: string | RegExp, ms: number, output: string): WaitForError {
  const error = new Error(`waited ${ms} ms for ${pattern}; the last output is ${tailOf(output)}`);
  error.name = 'TimeoutError';
  return Object.assign(withCode(error, 'ERR_FLATPTY_TIMEOUT'), {
    output: output.slice(-OUTPUT_KEPT),
  });
}

/** Error `ERR_FLATPTY_ENDED`: the terminal is closed, and `pattern` did not come. */
export function endedError(pattern: string | RegExp, output: string): WaitForError {
  const error = new Error(
    `the terminal ended without ${pattern}; the last output is ${tailOf(output)}`,
  );
  return Object.assign(withCode(error, 'ERR_FLATPTY_ENDED'), {
    output: output.slice(-OUTPUT_KEPT),
  });
}
