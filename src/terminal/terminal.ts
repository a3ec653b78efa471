import { binding } from '../addon/addon';
import { callIsolated } from '../compat/eventEmitter2';
import { invalidArgType, type SpawnError } from '../errors';
import type { IBasePtyForkOptions, Pty } from '../interfaces';
import { clearTimeout, nextTick, setImmediate, setTimeout } from '../node';
import { normalEncoding } from '../spawn/encoding';
import { Given } from '../spawn/given';
import { checkResize } from '../spawn/options';
import { signalName, signalNumber } from '../spawn/signals';
import type { IExitEvent } from '../types';
import { Backlog } from './backlog';
import { iterate } from './iterate';
import { killTree } from './killTree';
import type { PtyHandle } from './ptyHandle';
import type { PtySocket } from './ptySocket';
import { TerminalEvents } from './terminalEvents';
import { WriteStream } from './writeStream';

export { DEFAULT_COLS, DEFAULT_ROWS } from '../spawn/options';

// XOFF and XON. Shells rebind them (oh-my-zsh), so the options can name others.
const FLOW_CONTROL_PAUSE = '\x13';
const FLOW_CONTROL_RESUME = '\x11';

/** How long a consumer that has paused holds `exit` back, in ms; node-pty's figure. */
const PAUSED_EXIT_MS = 200;
/** How long a disposed program has to end by itself before it is killed, in ms. */
const DISPOSE_GRACE_MS = 2000;

/**
 * What the terminals of every platform share: output, flow control, accessors, the end.
 *
 * Order, always: the last data, `close`, `exit`; each of the latter two once.
 */
export abstract class Terminal extends TerminalEvents implements Pty {
  handleFlowControl = false;

  protected _pid = -1;
  protected _cols = 0;
  protected _rows = 0;
  protected _file = '';
  protected _name = '';
  protected _pty = '';
  protected _readable = true;
  protected _writable = true;
  protected _emittedClose = false;
  protected _socket!: PtySocket;
  protected _writeStream!: WriteStream;

  private readonly _flowControlPause: string;
  private readonly _flowControlResume: string;
  private _exited: Promise<IExitEvent> | undefined;
  private _resolveExited: ((exit: IExitEvent) => void) | undefined;
  private _backlog: Backlog | undefined;
  private _live = false; // a consumer has had the backlog: output is told as it comes
  private _reaped: IExitEvent | undefined;
  private _exit: IExitEvent | undefined;
  private _pausedExitTimer: NodeJS.Timeout | undefined;
  private _flushScheduled = false;
  private _consumed = false; // somebody has come for the output: from here on none is dropped

  constructor(options?: IBasePtyForkOptions | null) {
    super();
    const given = new Given(options ?? undefined);
    this.handleFlowControl = Boolean(given.get('handleFlowControl'));
    this._flowControlPause = given.get('flowControlPause') || FLOW_CONTROL_PAUSE;
    this._flowControlResume = given.get('flowControlResume') || FLOW_CONTROL_RESUME;
  }

  /** Binds the terminal to its open stream; `encoding` is that of strings, null for the default. */
  protected _attach(socket: PtySocket, encoding: BufferEncoding | null): void {
    this._socket = socket;
    this._writeStream = new WriteStream(socket, encoding);
    socket.on('data', (data) => this._inContext(this._dataCame, data));
    socket.on('end', () => this._inContext(this._tellEnd));
    socket.on('drain', () => this._inContext(this._tellDrain));
    socket.on('error', (error) => this._tellError(error));
    socket.on('close', () => this._inContext(this._closed));
    socket.onFlow = (flows) => this._flowChanged(flows);
    socket.onReaped = (exitCode, signal) => this._childReaped(exitCode, signal);
  }

  get spawnError(): SpawnError | undefined {
    return undefined;
  }
  get exited(): Promise<IExitEvent> {
    this._exited ??= new Promise((resolve) => {
      if (this._exit === undefined) this._resolveExited = resolve;
      else resolve(this._exit);
    });
    return this._exited;
  }
  get pid(): number {
    return this._pid;
  }
  get cols(): number {
    return this._cols;
  }
  get rows(): number {
    return this._rows;
  }
  get fd(): number {
    return this._socket.fd;
  }
  protected get _fd(): number {
    return this._socket.fd;
  }
  get ptsName(): string {
    return this._pty;
  }
  get exitCode(): number | null {
    return this._exit === undefined || this._exit.signal ? null : this._exit.exitCode;
  }
  get signalCode(): NodeJS.Signals | null {
    return this._exit?.signal ? signalName(this._exit.signal) : null;
  }
  get writableLength(): number {
    return this._socket.accepted - this._socket.taken;
  }
  get process(): string {
    // The program that it is to become, and not a helper's name.
    if (this._native !== undefined && this._native.launchState() === undefined) return this._file;
    const pid = this.foregroundPid;
    return (pid !== undefined && binding.processName(pid)) || this._file;
  }
  get foregroundPid(): number | undefined {
    const group = this._native?.foregroundGroup() ?? -1;
    return group > 0 ? group : undefined;
  }
  get cwd(): string | undefined {
    const pid = this.foregroundPid;
    return (pid !== undefined && binding.processCwd(pid)) || undefined;
  }
  protected get _native(): PtyHandle | undefined {
    return this._socket.native;
  }

  private _dataCame(data: string | Buffer): void {
    // A stream that was resumed and destroyed in one turn still tells what it had buffered.
    if (this._socket.destroyed) return;
    if (this._live) {
      this._tellData(data as string);
      return;
    }
    this._backlog ??= new Backlog();
    this._backlog.push(data, !this._consumed);
  }

  /** The first consumer gets what was printed before it came, after the current turn's code. */
  protected override _consumerCame(): void {
    this._consumed = true;
    if (this._live || this._flushScheduled) return;
    if (this._backlog === undefined && !this._socket.isPaused()) {
      this._live = true; // as most times
      return;
    }
    this._flushScheduled = true;
    nextTick(() => this._inContext(this._flushBacklog));
  }

  /** Stops where a listener pauses; resume() goes on from there. */
  private _flushBacklog(): void {
    this._flushScheduled = false;
    while (!this._live && !this._socket.isPaused()) {
      const data = this._backlog?.shift();
      if (data === undefined) {
        this._live = true;
        this._backlog = undefined;
      } else {
        this._tellData(data as string);
      }
    }
  }

  /** The child is reaped. `exit` is told when the stream has closed, or its consumer does not read. */
  protected _childReaped(exitCode: number, signal: number): void {
    this._reaped = { exitCode, signal };
    if (this._emittedClose) {
      this._over();
      return;
    }
    if (!this._socket.readableFlowing) this._holdExitBack();
  }

  /** The stream was paused or resumed: by pause(), by resume(), or by somebody who has `_socket`. */
  private _flowChanged(flows: boolean): void {
    clearTimeout(this._pausedExitTimer);
    if (flows) {
      if (this._consumed) this._consumerCame();
    } else if (this._reaped !== undefined && this._exit === undefined) {
      this._holdExitBack();
    }
  }

  /**
   * A consumer that reads, with whatever pauses, gets everything before `exit`. One that stays paused
   * keeps its data until it resumes, but is told of the exit.
   */
  private _holdExitBack(): void {
    this._pausedExitTimer = setTimeout(() => this._inContext(this._over), PAUSED_EXIT_MS);
  }

  private _closed(): void {
    this._emittedClose = true;
    this._readable = false;
    this._writable = false;
    this._tellClose();
    if (this._reaped !== undefined) this._over();
  }

  private _over(): void {
    if (this._exit !== undefined) return;
    clearTimeout(this._pausedExitTimer);
    const exit = this._reaped as IExitEvent;
    this._exit = exit;
    this._resolveExited?.(exit);
    this._tellExit(exit);
    // In node-pty every event of the terminal is one of its stream.
    callIsolated(() => this._socket.emit('exit', exit.exitCode, exit.signal));
  }

  /** A listener that comes after the exit is told too, after a late data listener has its backlog. */
  protected override _exitListenerCame(
    listener: (exit: IExitEvent) => unknown,
    listens: () => boolean,
  ): void {
    const exit = this._exit;
    if (exit === undefined) return;
    const tell = () => {
      if (listens()) callIsolated(() => listener(exit));
    };
    setImmediate(() => this._inContext(tell));
  }

  write(data: string | ArrayBufferView, callback?: (error?: Error | null) => void): boolean {
    if (this.handleFlowControl) {
      if (data === this._flowControlPause || data === this._flowControlResume) {
        if (data === this._flowControlPause) this.pause();
        else this.resume();
        if (typeof callback === 'function') nextTick(callback);
        return true;
      }
    }
    return this._write(data, callback);
  }

  // A method of its own, and _writeStream too: some programs put their own in place of either.
  protected _write(
    data: string | ArrayBufferView,
    callback?: (error?: Error | null) => void,
  ): boolean {
    return this._writeStream.write(data, callback);
  }

  end(data?: string | ArrayBufferView): void {
    if (this._socket.destroyed || this._socket.writableEnded) return;
    if (data !== undefined && data !== null) this._write(data);
    this._socket.end();
  }

  pipe<D extends NodeJS.WritableStream>(destination: D, options?: { end?: boolean }): D {
    const { write, on } = Object(destination) as D;
    const writable = typeof write === 'function' && typeof on === 'function';
    if (!writable) throw invalidArgType('destination', 'a writable stream', destination);
    for (const data of this._backlog ?? []) destination.write(data as string);
    this._consumerCame(); // listeners of this turn get it too
    return this._socket.pipe(destination, options);
  }

  pause(): void {
    this._socket.pause();
  }
  resume(): void {
    this._socket.resume();
  }
  setEncoding(encoding: BufferEncoding | null): void {
    const wanted = encoding ? normalEncoding(encoding) : null;
    if (wanted === this._socket.readableEncoding) return;
    this._socket.clearEncoding();
    if (wanted) this._socket.setEncoding(wanted);
  }

  resize(cols: number, rows: number, pixelSize?: { width: number; height: number }): void {
    const size = checkResize(cols, rows, pixelSize);
    if (!this._native?.isOpen) return;
    this._socket.resize(size);
    this._cols = cols;
    this._rows = rows;
  }

  clear(): void {}

  kill(signal?: string | number): void {
    const asked = signal ?? '';
    if (asked === 0) return; // as child_process: the question whether it lives, which sends nothing
    this._native?.kill(signalNumber(asked === '' ? 'SIGHUP' : asked));
  }

  destroy(): void {
    this._socket.destroy();
    this.kill('SIGHUP');
  }

  killTree(options?: { signal?: string | number; graceMs?: number }): Promise<void> {
    return killTree(this._native, options);
  }

  ref(): void {
    this._socket.ref();
  }
  unref(): void {
    this._socket.unref();
  }

  [Symbol.dispose](): void {
    this.destroy();
  }
  async [Symbol.asyncDispose](): Promise<void> {
    this.destroy();
    if (this._pid === -1) return;
    const timer = setTimeout(() => this.kill('SIGKILL'), DISPOSE_GRACE_MS);
    await this.exited;
    clearTimeout(timer);
  }

  /** Chunks in order, with back-pressure. Leaving the loop lets output flow on, unseen. */
  [Symbol.asyncIterator](): AsyncIterator<string> {
    const kept = () => (this._live ? 'over' : 'closed');
    return iterate<string>(this, () => (this._emittedClose ? kept() : 'open'));
  }
}
