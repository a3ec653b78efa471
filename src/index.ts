/**
 * flatpty: programs on pseudo-terminals. A drop-in for node-pty.
 *
 * @packageDocumentation
 */

import { native as rawNative } from './compat/rawNative';
import type {
  BinaryOpenPty,
  BinaryPty,
  IPty,
  IPtyForkOptions,
  IPtyOpenOptions,
  IWindowsPtyForkOptions,
  OpenPty,
  Pty,
} from './interfaces';
import { platform } from './node';
import type { IPtySlaveOptions, PtyProgram } from './slaveInterfaces';
import { record } from './terminal/record';
import { UnixTerminal } from './terminal/unixTerminal';
import { WindowsTerminal } from './terminal/windowsTerminal';
import type { ArgvOrCommandLine } from './types';

export type { SpawnError } from './errors';
// By name: `export type *` is unknown to TypeScript 4.9.
export type {
  ArgvOrCommandLine,
  BinaryOpenPty,
  BinaryPty,
  Disposable,
  IBasePtyForkOptions,
  IDisposable,
  IEvent,
  IExitEvent,
  IPty,
  IPtyForkOptions,
  IPtyOpenOptions,
  ITerminal,
  IWindowsPtyForkOptions,
  KillReason,
  OpenPty,
  Pty,
  PtyAdditions,
  PtyEmitter,
  PtyEnds,
  Recording,
  RecordOptions,
  TermiosModes,
  WaitForOptions,
} from './interfaces';

export type { IPtySlaveOptions, PtyProgram } from './slaveInterfaces';
export { record };

const onWindows = platform === 'win32';

type SpawnOptions = IPtyForkOptions | IWindowsPtyForkOptions;

/**
 * Starts `file` with `args` on a new terminal and returns at once, with a valid `pid`.
 *
 * @param file the program; without a slash it is looked for in the PATH of its own environment.
 *   Default: `sh`, on Windows `cmd.exe`.
 * @param args its arguments, without argv[0].
 * @param options see IPtyForkOptions. Never changed.
 * @throws TypeError or RangeError with a `code` for bad arguments, before anything is opened;
 *   ErrnoException when the system gives no terminal or no process; by default not when the program
 *   cannot be started (see `spawnErrors`).
 */
export function spawn(
  file: string,
  args: ArgvOrCommandLine | readonly string[] | undefined | null,
  options: IPtySlaveOptions,
): PtyProgram;
export function spawn(
  file: string,
  args: ArgvOrCommandLine | readonly string[] | undefined | null,
  options: SpawnOptions & { encoding: null },
): BinaryPty;
export function spawn(
  file: string,
  args?: ArgvOrCommandLine | readonly string[] | null,
  options?: SpawnOptions | null,
): Pty;
// node-pty's own signature. Last, because Parameters<typeof spawn> and ReturnType<typeof spawn> take
// the last one, and node-pty's users type their stand-ins for spawn() by those.
export function spawn(file: string, args: ArgvOrCommandLine, options: SpawnOptions): IPty;
export function spawn(
  file: string,
  args?: ArgvOrCommandLine | readonly string[] | null,
  options?: SpawnOptions | IPtySlaveOptions | null,
): Pty | BinaryPty {
  if (onWindows) return new WindowsTerminal(file, args as ArgvOrCommandLine, options);
  return new UnixTerminal(file, args as ArgvOrCommandLine, options);
}

/** @deprecated Use spawn. */
export const fork: typeof spawn = spawn;

/** @deprecated Use spawn. */
export const createTerminal: typeof spawn = spawn;

/**
 * Opens a terminal without a program: `master` and `slave` are streams, `ptsName` is its path.
 * It lives until destroy().
 *
 * @throws as spawn.
 */
export function open(options: IPtyOpenOptions & { encoding: null }): BinaryOpenPty;
export function open(options?: IPtyOpenOptions | null): OpenPty;
export function open(options?: IPtyOpenOptions | null): OpenPty | BinaryOpenPty {
  if (onWindows) return WindowsTerminal.open();
  return UnixTerminal.open(options) as unknown as OpenPty;
}

/** node-pty's raw addon functions; not meant for new programs. null on Windows. */
export const native: typeof rawNative | null = onWindows ? null : rawNative;

// For compilers and bundlers that read this door as an ES module and ask for its default. Not listed, so that
// a program that enumerates node-pty's functions finds the same.
Object.defineProperty(exports, 'default', { value: exports });
