// The public types: node-pty's declarations, and what flatpty adds on sub-interfaces, so that
// other implementers of IPty keep compiling.
import type { Duplex } from 'node:stream';
import type { SpawnError } from './errors';
import type { IDisposable, IEvent, IExitEvent } from './types';

export type {
  IBasePtyForkOptions,
  IPtyForkOptions,
  IPtyOpenOptions,
  IWindowsPtyForkOptions,
} from './optionTypes';
export type { ArgvOrCommandLine, IDisposable, IEvent, IExitEvent } from './types';

// TypeScript before 5.2 and @types/node before 18 do not know the two symbols. The same declaration
// as in TypeScript's own library, which it merges with.
declare global {
  interface SymbolConstructor {
    readonly dispose: unique symbol;
    readonly asyncDispose: unique symbol;
  }
}

/** What ended a program from outside: the option `signal`, `timeout` or `maxOutput`. */
export type KillReason = 'abort' | 'timeout' | 'maxOutput';

/** How a terminal treats what is typed. */
export interface TermiosModes {
  /** Each byte reaches the program as it is, at once: no lines, no signals by ^C, no editing. */
  raw: boolean;
  /** What is typed is printed. */
  echo: boolean;
}

/** Options of waitFor(). */
export interface WaitForOptions {
  /** Milliseconds until it gives up. Default: 0, never. */
  timeout?: number;
  /** Aborting it gives up. */
  signal?: AbortSignal;
}

/** Options of record(): facts for the file's header. */
export interface RecordOptions {
  title?: string;
  /** The command line, as a person would type it. */
  command?: string;
  /** Players make pauses this many seconds long at most. */
  idleTimeLimit?: number;
  /** Environment variables that tell something of the recording. Default: none. */
  env?: { [name: string]: string };
  tags?: readonly string[];
}

/** What record() returns. */
export interface Recording {
  /** Adds a marker, which players jump to. */
  mark(label?: string): void;
  /** Ends the recording and its file; the terminal goes on. Harmless when called again. */
  stop(): void;
}

/** A terminal with a program in it, as node-pty declares it. */
export interface IPty {
  /** The program's process id. */
  readonly pid: number;
  /** Columns. */
  readonly cols: number;
  /** Rows. */
  readonly rows: number;
  /** The name of the foreground process, or the file that was spawned. */
  readonly process: string;
  /** Whether write() takes the flow control strings as pause() and resume(). */
  handleFlowControl: boolean;
  /** Output, in order and complete. */
  readonly onData: IEvent<string>;
  /** The program's end: once, after the last output. A late listener is called too. */
  readonly onExit: IEvent<{ exitCode: number; signal?: number }>;
  /**
   * Tells the program (SIGWINCH) its new size in columns and rows, integers from 1 to 65535, and,
   * if known, in pixels. Does nothing after the terminal's end.
   * @throws RangeError `ERR_OUT_OF_RANGE`.
   */
  resize(columns: number, rows: number, pixelSize?: { width: number; height: number }): void;
  /** Clears ConPTY's buffer; does nothing elsewhere. */
  clear(): void;
  /** Types `data`. Never blocks; does nothing after the terminal's end. */
  write(data: string | Buffer): void;
  /** Signals the program. Default: SIGHUP. Does nothing once it has ended. */
  kill(signal?: string): void;
  /** Stops the output; the program is held back when some 300 KB wait. */
  pause(): void;
  /** Lets output flow again. */
  resume(): void;
}

/** What flatpty adds to IPty. `T` is string, or Buffer with `encoding: null`. */
export interface PtyAdditions<T> extends AsyncIterable<T> {
  /** Resolves with the event `exit`; never rejects. */
  readonly exited: Promise<IExitEvent>;
  /** null while the program runs, and when a signal ended it. */
  readonly exitCode: number | null;
  /**
   * The name of the signal that ended the program, else null. A signal that Node has no
   * name for, such as a real-time one, is `SIG` and its number: `SIG35`.
   */
  readonly signalCode: NodeJS.Signals | null;
  /**
   * Why the program could not be started (see `spawnErrors`); undefined when it could. spawn() does
   * not wait for that: this does, if need be, usually for less than a millisecond.
   */
  readonly spawnError: SpawnError | undefined;
  /**
   * The terminal is closed: no more output, and input is dropped. Before `exit`, unless the consumer has
   * paused for more than 200 ms after the program's end.
   */
  readonly onClose: IEvent<void>;
  /** Input that write() has queued is with the kernel. */
  readonly onDrain: IEvent<void>;
  /** The terminal has another size now: resize() was called. In columns and rows. */
  readonly onResize: IEvent<{ cols: number; rows: number }>;
  /** The limit that ended the program; undefined while none has. */
  readonly killReason: KillReason | undefined;
  /**
   * The terminal as a stream: its output can be read, what is written to it is typed. Made when it is first
   * asked for. `Duplex.toWeb(terminal.stream)` gives web streams.
   */
  readonly stream: Duplex;
  /** Bytes of input that wait for the program to read. */
  readonly writableLength: number;
  /** The master's descriptor, owned by flatpty: do not close it. -1 after the end. */
  readonly fd: number;
  /** The slave's path, e.g. `/dev/pts/3`. */
  readonly ptsName: string;
  /**
   * A living process of the foreground group: its leader, else another one, else the session's leader.
   * Undefined when unknown.
   */
  readonly foregroundPid: number | undefined;
  /**
   * The working directory of the first of these whose folder may be read; undefined when unknown. A
   * folder that has been removed has the path that it had.
   */
  readonly cwd: string | undefined;

  /**
   * Types `data`: a string, or the bytes of a Buffer, TypedArray or DataView, which are copied. Never
   * blocks.
   * @param callback called, in the async context of this call, when `data` is with the kernel, or
   *   was dropped.
   * @returns false when so much waits that the caller should wait for `drain`.
   * @throws TypeError `ERR_INVALID_ARG_TYPE`.
   */
  write(data: string | ArrayBufferView, callback?: (error?: Error | null) => void): boolean;
  /**
   * Signals the program, if it has not ended: by a name with SIG, in any case, or a number. Default:
   * SIGHUP.
   * @throws TypeError `ERR_UNKNOWN_SIGNAL`.
   */
  kill(signal?: string | number): void;
  /**
   * Waits for output that matches. Calls are answered in their order: each looks at what came after the
   * match before it, the first one at what has not been read yet. From the first call on the terminal's
   * output is read; the newest 256 KB that no match has taken are kept for the next call.
   * @param pattern a string, or a RegExp; it may match across chunks. `$` matches at the end of what has
   *   come so far, which is not the end of a line.
   * @returns the match; `input` is the output since the match before, `groups` as always.
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`, RangeError `ERR_OUT_OF_RANGE`.
   *   Rejects with a TimeoutError `ERR_FLATPTY_TIMEOUT`; an Error `ERR_FLATPTY_ENDED` when the terminal
   *   closes first, both with `output`, the last of what came; an AbortError `ABORT_ERR`.
   */
  waitFor(pattern: string | RegExp, options?: WaitForOptions | null): Promise<RegExpExecArray>;
  /**
   * The terminal's modes now, set by the host or by the program: a password prompt has no echo, an editor
   * is raw. Undefined after the end, and on Windows, whose consoles keep them to themselves.
   * @throws ErrnoException.
   * @see termios(3)
   */
  readonly termios: TermiosModes | undefined;
  /**
   * Changes the terminal's modes. What is left out stays, but for `echo` where `raw` changes: a raw terminal
   * has none, a cooked one has. The program may change them back. Does nothing after the end and on Windows.
   * @throws TypeError `ERR_INVALID_ARG_TYPE`; ErrnoException.
   */
  setTermios(modes: Partial<TermiosModes>): void;
  /** Closes the terminal, which hangs up (SIGHUP) what runs in it. Unread output is dropped. */
  destroy(): void;
  /**
   * Ends all that runs in the terminal's session: signals the foreground group, then the others,
   * continues what is stopped, and after `graceMs` milliseconds kills (SIGKILL) what is left.
   * Defaults: SIGHUP, 2000. Resolves when none is left, with what had left the session before.
   * With `strays` it also ends the sessions that programs of this one have begun (setsid), and with the
   * option `cgroup` of spawn() everything in that cgroup.
   * Rejects with `pids` when processes remain: `EPERM` for what may not be signalled, and has outlived
   * the closing of the terminal; `ETIMEDOUT` for what does not die of SIGKILL.
   */
  killTree(options?: KillTreeOptions | null): Promise<KillTreeResult>;
  /**
   * The living processes of the terminal's session, by pid. Starts no process and no thread, so it
   * answers on a machine where nothing can be started any more.
   */
  processes(): Promise<SessionProcess[]>;
  /** Keeps the event loop alive while the program runs; the default. */
  ref(): void;
  /** Lets this process exit although the program runs, which hangs it up. */
  unref(): void;
  /** As destroy(). */
  [Symbol.dispose](): void;
  /** destroy(), then waits for the program's end; kills it (SIGKILL) after 2 s. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** A process of a terminal's session. */
export interface SessionProcess {
  pid: number;
  /** The parent's pid; 0 when unknown. */
  ppid: number;
  /** The process group, which is the job in a shell. */
  group: number;
  /** The program's name as the kernel keeps it, at most 15 bytes on Linux; empty when unknown. */
  command: string;
  /** `blocked`: it waits in the kernel, and no signal reaches it until then. */
  state: 'running' | 'sleeping' | 'blocked' | 'stopped' | 'zombie' | 'unknown';
}

/** Options of killTree(). */
export interface KillTreeOptions {
  /** A name or a number, as kill() takes it. Default: `SIGHUP`. */
  signal?: string | number;
  /** Milliseconds from `signal` to SIGKILL. Default: 2000. */
  graceMs?: number;
  /**
   * Whether sessions that programs of this one have begun (setsid) are ended too: those whose parents lead
   * back to it, and those that have the terminal open. Default: the option `subreaper` of spawn().
   */
  strays?: boolean;
}

/** What killTree() did not end. */
export interface KillTreeResult {
  /**
   * Processes that had left the session (setsid), and so were not signalled: those whose parents lead
   * back to it, and those that have the terminal open.
   */
  left: SessionProcess[];
  /** Why processes that had left could not be looked for; undefined when they could. */
  unseen: string | undefined;
}

/** The methods of an event emitter that a terminal has, in node-pty's form. */
export interface PtyEmitter<T> {
  on(event: 'data', listener: (data: T) => void): void;
  on(event: 'exit', listener: (exitCode: number, signal?: number) => void): void;
  on(event: 'close' | 'drain' | 'end', listener: () => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  // biome-ignore lint/suspicious/noExplicitAny: other events are the stream's
  on(event: string, listener: (...args: any[]) => void): void;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  once(event: string, listener: (...args: any[]) => void): void;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  addListener(event: string, listener: (...args: any[]) => void): void;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  removeListener(event: string, listener: (...args: any[]) => void): void;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  off(event: string, listener: (...args: any[]) => void): void;
  removeAllListeners(event?: string): void;
  listenerCount(event: string): number;
  // biome-ignore lint/complexity/noBannedTypes: as node-pty declares it
  listeners(event: string): Function[];
  /** How many listeners an event may have before Node warns of a leak. Default: 0, any number. */
  setMaxListeners(count: number): void;
  getMaxListeners(): number;
  emit(event: string, ...args: unknown[]): boolean;
  /**
   * Types `data` and ends the stream `_socket`; write() goes on typing. The program notices nothing: a
   * pty has no EOF.
   */
  end(data?: string | ArrayBufferView): void;
  /** Pipes the output. */
  pipe<D extends NodeJS.WritableStream>(destination: D, options?: { end?: boolean }): D;
  /** Changes how output is decoded from here on; null: Buffers. */
  setEncoding(encoding: BufferEncoding | null): void;
}

/** What spawn() returns. */
export interface Pty
  extends IPty,
    Omit<PtyAdditions<string>, 'write' | 'kill'>,
    PtyEmitter<string> {
  write: PtyAdditions<string>['write'];
  kill: PtyAdditions<string>['kill'];
}

/** What spawn() returns with `encoding: null`. */
export interface BinaryPty
  extends Omit<IPty, 'onData' | 'write' | 'kill'>,
    PtyAdditions<Buffer>,
    PtyEmitter<Buffer> {
  /**
   * Output, as Buffers. An IEvent<string> too, but only for the compiler: node-pty declares that for
   * any encoding, and its programs hand such a terminal on as an IPty.
   */
  readonly onData: IEvent<Buffer> & IEvent<string>;
}

/** The two ends of a terminal without a program. */
export interface PtyEnds {
  /** The emulator's end; the same stream as the terminal's own. */
  readonly master: Duplex;
  /** The program's end. */
  readonly slave: Duplex;
}

/** What open() returns: a terminal without a program. Its output is what is written to `slave`. */
export interface OpenPty extends Pty, PtyEnds {}

/** What open() returns with `encoding: null`. */
export interface BinaryOpenPty extends BinaryPty, PtyEnds {}

/** node-pty's name for the class behind spawn(). */
export type ITerminal = Pty;

/** A subscription. */
export type Disposable = IDisposable;
