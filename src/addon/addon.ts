// The addon as TypeScript sees it. src/native/addon.cc and native_pty.cc implement these shapes;
// what goes in has been validated by options.ts.
import * as path from 'node:path';
import { env, setImmediate } from '../node';
import { healHelper, helperBeside } from './helper';
import { loadNativeModule } from './load';

/** What happened to a native pty; the first argument of its event callback. */
export const PtyEvent = {
  /** Output of at most 64 KB: a string while the addon decodes (`utf8`), else a Buffer. */
  Data: 0,
  /** The last output has been told. */
  End: 1,
  /** The child was reaped: exit code and signal number. Output may still follow. */
  Exit: 2,
  /** All queued input is with the kernel, or can reach nobody any more. */
  Flushed: 3,
} as const;

export type OnPtyEvent = (event: number, value?: string | Buffer | number, signal?: number) => void;

/** Where and why a child could not become its program. `errno` is positive here. */
export interface LaunchFailure {
  errno: number;
  syscall: string;
  /** The path is the cwd, not the program. */
  atCwd: boolean;
  /** The words of strerror(3). */
  message: string;
}

/** One terminal's only owner. After `close` every method is harmless. */
export interface NativePty {
  readonly pid: number;
  /** -1 once closed. */
  readonly fd: number;
  readonly ptsName: string;
  /** Bytes of input that the kernel has not taken yet; 0 once closed. */
  readonly pendingInput: number;
  /** Waits until the child leads its session and has its controlling terminal. `write` does so too. */
  awaitSession(): void;
  /** Why there is no program; undefined when it runs. Waits until the child has got so far. */
  launchFailure(): LaunchFailure | undefined;
  /** True when nothing is left to do; false when `PtyEvent.Flushed` will follow. */
  write(data: Uint8Array): boolean;
  resize(cols: number, rows: number, xPixels: number, yPixels: number): void;
  /** Raw, or as it was before. */
  setRawMode(raw: boolean): void;
  /** False when the child is reaped already, or may not be signalled. */
  kill(signal: number): boolean;
  /** Signals the session's members, the foreground group first; 0 only counts. Returns how many. */
  signalSession(signal: number): number;
  /** Below 1 when there is none. */
  foregroundGroup(): number;
  setReading(wanted: boolean): void;
  setReferenced(referenced: boolean): void;
  /** From here on output comes as Buffers. No byte is lost, nor told twice. */
  stopDecoding(): void;
  close(): void;
}

export interface NativeSettings {
  cols: number;
  rows: number;
  xPixels: number;
  yPixels: number;
  /** The terminal's IUTF8, and whether output comes decoded. */
  utf8: boolean;
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
  /** Empty: the platform's default. */
  launcher: string;
  helper: string;
  throwOnFailure: boolean;
}

/** What a spawn asks for or not, in one number. */
const SpawnFlag = { Utf8: 1, Raw: 2, Echo: 4, KernelModes: 8, ThrowOnFailure: 16 } as const;

/** A request as the addon takes it: values, because C++ pays for the look at each property. */
type NativeSpawnArguments = readonly [
  onEvent: OnPtyEvent,
  file: string,
  argv: string[],
  env: string,
  cwd: string,
  cols: number,
  rows: number,
  xPixels: number,
  yPixels: number,
  flags: number,
  uid: number | undefined,
  gid: number | undefined,
  groups: number[] | undefined,
  launcher: string,
  helper: string,
];

export interface Binding {
  /** The child may still be on its way to its program. A failure of that is told as output. */
  spawn(...request: NativeSpawnArguments): NativePty;
  spawnRaw(...request: NativeSpawnArguments): { fd: number; pid: number; pty: string };
  open(
    settings: NativeSettings,
    onMasterEvent: OnPtyEvent,
    onSlaveEvent: OnPtyEvent,
  ): { master: NativePty; slave: NativePty };
  openRaw(settings: NativeSettings): { master: number; slave: number; pty: string };
  resizeRaw(fd: number, settings: NativeSettings): void;
  foregroundGroupRaw(fd: number): number;
  processName(pid: number): string;
  processCwd(pid: number): string;
  /** The same number as at the last call only while all of environ(7) is. On the main thread only. */
  environVersion(): number;
  launchers(): string[];
  childWatch(): string;
  deliver(): void;
  setDeliverSoon(callback: () => void): void;
}

const loaded = loadNativeModule('pty');

export const binding = loaded.module as Binding;

function spawnArguments(request: NativeSpawnRequest, onEvent: OnPtyEvent): NativeSpawnArguments {
  const flags =
    (request.utf8 ? SpawnFlag.Utf8 : 0) |
    (request.raw ? SpawnFlag.Raw : 0) |
    (request.echo ? SpawnFlag.Echo : 0) |
    (request.kernelModes ? SpawnFlag.KernelModes : 0) |
    (request.throwOnFailure ? SpawnFlag.ThrowOnFailure : 0);
  return [
    onEvent,
    request.file,
    request.argv,
    request.env,
    request.cwd,
    request.cols,
    request.rows,
    request.xPixels,
    request.yPixels,
    flags,
    request.uid,
    request.gid,
    request.groups,
    request.launcher,
    request.helper,
  ];
}

/** Starts a program on a terminal of its own. */
export function startProgram(request: NativeSpawnRequest, onEvent: OnPtyEvent): NativePty {
  return binding.spawn(...spawnArguments(request, onEvent));
}

/** The same for a caller who reads, and closes, the master itself. */
export function startProgramRaw(
  request: NativeSpawnRequest,
  onEvent: OnPtyEvent,
): { fd: number; pid: number; pty: string } {
  return binding.spawnRaw(...spawnArguments(request, onEvent));
}

/** The folder of the loaded addon, absolute. */
export const addonDir: string = path.resolve(__dirname, loaded.dir);

let healedHelper: string | undefined;

/** The path of spawn-helper, checked and if need be repaired at its first use. */
export function helperPath(): string {
  healedHelper ??= healHelper(helperBeside(addonDir));
  return healedHelper;
}

// After a large batch the rest waits for the event loop's next turn, so that a flood leaves room
// for timers and other I/O.
binding.setDeliverSoon(() => {
  setImmediate(binding.deliver);
});

const [DEFAULT_LAUNCHER = ''] = binding.launchers();

/**
 * The launcher that spawn() uses: FLATPTY_LAUNCHER (`clone`, `vfork` or `posix_spawn`), else the platform's
 * default.
 */
export function launcherName(): string {
  return env().FLATPTY_LAUNCHER || DEFAULT_LAUNCHER;
}

/** The path of the helper that `launcher` needs; empty when it needs none. */
export function helperFor(launcher: string): string {
  return launcher === 'posix_spawn' ? helperPath() : '';
}

/** What is running underneath, for reports. */
export function describeNative(): { launcher: string; addonPath: string; exitWatch: string } {
  return {
    launcher: launcherName(),
    addonPath: path.join(addonDir, 'pty.node'),
    exitWatch: binding.childWatch(),
  };
}
