// The addon as TypeScript sees it. src/native/binding implements these shapes: addon.cc and pty_calls.cc
// the functions, requests.cc the requests. What goes in has been validated by src/spawn/options.ts.
import * as path from 'node:path';
import { setImmediate } from '../node';
import { environmentOverride, loadNativeModule } from '../utils';
import { healHelper, helperBeside } from './helper';
import type { MacosBinding } from './macos';
import { mayReadNear } from './near';
import type { ProcessBinding } from './processes';

/** What happened to a terminal; the second argument of the dispatcher. */
export const PtyEvent = {
  /** Output of at most 64 KB: a string while the addon decodes (`utf8`), else a Buffer. */
  Data: 0,
  /** The last output has come. */
  End: 1,
  /** The child was reaped: exit code and signal number. Output may still follow. */
  Exit: 2,
  /** Queued input has moved: how many bytes of all input the kernel has taken, or were dropped. */
  Taken: 3,
} as const;

/** Gets every event of every terminal of this environment. */
type Dispatcher = (
  id: number,
  event: number,
  value?: string | Buffer | number,
  signal?: number,
) => void;

/** Where and why a child could not become its program. `errno` is positive here. */
export interface LaunchFailure {
  errno: number;
  syscall: string;
  /** The path is the cwd, not the program. */
  atCwd: boolean;
  /** The words of strerror(3). */
  message: string;
}

export interface NativeSettings {
  cols: number;
  rows: number;
  xPixels: number;
  yPixels: number;
  /** The terminal's IUTF8: the line discipline erases whole characters. */
  utf8: boolean;
  /** Output comes as strings, decoded from UTF-8. */
  decode: boolean;
  raw: boolean;
  echo: boolean;
  /** The terminal stays as the kernel makes it; `utf8`, `raw` and `echo` do not count. */
  kernelModes: boolean;
}

export interface NativeSpawnRequest extends NativeSettings {
  file: string;
  /** argv[0] included. */
  argv: string[];
  /** "KEY=value" texts, each with a NUL after it. */
  env: string;
  /** Empty: where the parent is. */
  cwd: string;
  uid: number | undefined;
  gid: number | undefined;
  groups: number[] | undefined;
  /** A cgroup.procs that the program joins; empty: none. */
  cgroup: string;
  /** Orphans below the program become its children. */
  subreaper: boolean;
  /** Empty: the platform's default. */
  launcher: string;
  helper: string;
  throwOnFailure: boolean;
}

/** A program on a pseudo console of Windows. */
export interface NativeConsoleRequest {
  cols: number;
  rows: number;
  /** Output comes as strings, decoded from UTF-8. */
  decode: boolean;
  /** The file that is started, absolute. */
  path: string;
  commandLine: string;
  /** "NAME=value" texts, sorted, each with a NUL after it. */
  env: string;
  cwd: string;
  /** Of CreatePseudoConsole. */
  flags: number;
  /** The absolute path of a conpty.dll; empty: the system's pseudo console. */
  dll: string;
  /** The console host's own questions to a terminal are answered, and taken out of the output. */
  answers: boolean;
  throwOnFailure: boolean;
}

/** The job object of a terminal on Windows: all that its program has started. Opaque. */
export interface NativeJob {
  readonly __nativeJob: never;
}

export interface Binding extends ProcessBinding, MacosBinding {
  /** The id of a terminal whose child may still be on its way to its program. Each OS has its request. */
  spawn(request: NativeSpawnRequest | NativeConsoleRequest): number;
  /** The id of a program on the terminal of a master of open(). Not on Windows. */
  spawnOn(master: number, request: NativeSpawnRequest): number;
  spawnRaw(request: NativeSpawnRequest): { id: number; fd: number; pid: number; pty: string };
  /** Two ids. */
  open(settings: NativeSettings): { master: number; slave: number };

  // Of one terminal; harmless once it is closed or its last event has come. See PtyHandle.
  pid(id: number): number;
  fd(id: number): number;
  isOpen(id: number): boolean;
  ptsName(id: number): string;
  launchState(id: number): LaunchFailure | null | undefined;
  write(id: number, data: string | Uint8Array): number | undefined;
  resize(id: number, cols: number, rows: number, xPixels: number, yPixels: number): void;
  setRawMode(id: number, raw: boolean): void;
  /** Not on Windows. */
  modes?(id: number): [raw: boolean, echo: boolean] | undefined;
  /** Not on Windows. */
  setModes?(id: number, raw: boolean, echo: boolean): void;
  kill(id: number, signal: number): boolean;
  /** False when the child is reaped. */
  expectSignal(id: number, signal: number): boolean;
  foregroundGroup(id: number): number;
  setReading(id: number, wanted: boolean): void;
  setReferenced(id: number, referenced: boolean): void;
  stopDecoding(id: number): void;
  close(id: number): void;
  /** Windows only. */
  clear?(id: number): void;
  /** Windows only: of a terminal whose last event has not come yet, else undefined. Outlives the terminal. */
  job?(id: number): NativeJob | undefined;
  /** Windows only: pids of what runs in it. */
  jobMembers?(job: NativeJob): number[];
  /** Windows only: terminates all that runs in it. */
  endJob?(job: NativeJob): void;
  /** Windows only: lets go of it. */
  closeJob?(job: NativeJob): void;

  openRaw(settings: NativeSettings): { master: number; slave: number; pty: string };
  resizeRaw(fd: number, settings: NativeSettings): void;
  foregroundGroupRaw(fd: number): number;
  /** The same number as at the last call only while all of environ(7) is. On the main thread only. */
  environVersion(): number;
  launchers(): string[];
  childWatch(): string;
  /** Not on Windows: terminals spawned from here on may be read on this thread. */
  allowNear?(): void;
  /** Not on Windows: how often a terminal was read on this thread. */
  nearReads?(): number;
  setDispatcher(dispatcher: Dispatcher): void;
  deliver(): void;
  setDeliverSoon(callback: (keepsAlive: boolean) => void): void;
}

const loaded = loadNativeModule('pty');

export const binding = loaded.module as Binding;

/** The folder of the loaded addon, absolute. */
export const addonDir: string = path.dirname(loaded.file);

let healedHelper: string | undefined;

/** The path of spawn-helper, checked and if need be repaired at its first use. */
export function helperPath(): string {
  healedHelper ??= healHelper(helperBeside(addonDir));
  return healedHelper;
}

// After a large batch, or a slow listener, the rest waits for the event loop's next turn, so that a flood
// leaves room for timers and other I/O. When no terminal keeps the loop alive, neither does the rest.
binding.setDeliverSoon((keepsAlive) => {
  const soon = setImmediate(binding.deliver);
  if (!keepsAlive) soon.unref();
});

if (mayReadNear()) binding.allowNear?.();

const [DEFAULT_LAUNCHER = ''] = binding.launchers();

/**
 * The launcher that spawn() uses: FLATPTY_LAUNCHER (`clone`, `vfork` or `posix_spawn`), else the platform's
 * default.
 */
export function launcherName(): string {
  return environmentOverride('FLATPTY_LAUNCHER') ?? DEFAULT_LAUNCHER;
}

/** The path of the helper that `launcher` needs; empty when it needs none. */
export function helperFor(launcher: string): string {
  return launcher === 'posix_spawn' ? helperPath() : '';
}

/** What is running underneath, for reports. */
export function describeNative(): {
  launcher: string;
  addonPath: string;
  exitWatch: string;
  refusedSystemCalls: string[];
} {
  return {
    launcher: launcherName(),
    addonPath: loaded.file,
    exitWatch: binding.childWatch(),
    refusedSystemCalls: binding.refusedSystemCalls(),
  };
}
