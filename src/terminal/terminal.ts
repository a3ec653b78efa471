import type { EventEmitter } from 'node:events';
import { type Duplex, Readable } from 'node:stream';
import { binding } from '../addon/addon';
import type { EventEmitter2 } from '../compat/eventEmitter2';
import { invalidArgType, resizeError, type SpawnError } from '../errors';
import type {
  IBasePtyForkOptions,
  KillReason,
  KillTreeOptions,
  KillTreeResult,
  Pty,
  SessionProcess,
  TermiosModes,
  WaitForOptions,
} from '../interfaces';
import { clearTimeout, nextTick, setTimeout } from '../node';
import { normalEncoding } from '../spawn/encoding';
import { Given } from '../spawn/given';
import type { LimitSettings } from '../spawn/limitOptions';
import { checkResize } from '../spawn/options';
import { signalName, signalNumber } from '../spawn/signals';
import type { IEvent, IExitEvent } from '../types';
import { foregroundCwd, foregroundPid } from './foreground';
import { type KillableSession, killTree } from './killTree';
import { watchLimits } from './limits';
import { Line } from './line';
import { modesOf, setModes } from './lineModes';
import { isOwnEvent, type Listener } from './listeners';
import { listProcesses } from './processes';
import type { OnPtyEvent, PtyHandle } from './ptyHandle';
import type { PtySocket } from './ptySocket';
import { WriteStream } from './writeStream';

export { DEFAULT_COLS, DEFAULT_ROWS } from '../spawn/options';

// XOFF and XON. Shells rebind them (oh-my-zsh), so the options can name others.
const FLOW_CONTROL_PAUSE = '\x13';
const FLOW_CONTROL_RESUME = '\x11';

/** How long a disposed program has to end by itself before it is killed, in ms. */
const DISPOSE_GRACE_MS = 2000;

/** How a terminal begins. */
export interface Beginning {
  cols: number;
  rows: number;
  /** What was asked to run in it. */
  file: string;
  /** Its TERM. */
  name: string;
  /** Of the output, and of strings that are typed; null: Buffers, and `utf8`. */
  encoding: BufferEncoding | null;
  /** Makes the native terminal. */
  open: (onEvent: OnPtyEvent) => PtyHandle;
  /** False for a terminal of open(). */
  hasProgram: boolean;
}

type WriteCallback = (error?: Error | null) => void;
type Input = string | ArrayBufferView;

/**
 * What the terminals of every platform share: a face for the Line behind it.
 *
 * Order, always: the last data, `close`, `exit`; each of the latter two once.
 */
export abstract class Terminal implements Pty {
  handleFlowControl = false;

  protected readonly _pid: number;
  protected _cols: number;
  protected _rows: number;
  protected readonly _file: string;
  protected readonly _name: string;
  protected readonly _pty: string;
  protected readonly _writeStream: WriteStream;
  declare protected readonly _socket: PtySocket;
  protected _readable = true;
  protected _writable = true;
  protected _emittedClose = false;
  private _spawnError: SpawnError | null | undefined;

  /**
   * Everything behind this face. A function, because callers wrap terminals: a reactive Proxy (Vue's)
   * wraps every object that is read through it, but no function's result, and an object that has the
   * terminal as its prototype must change the terminal's state and not its own.
   */
  private readonly _line: () => Line;
  private readonly _flowControlPause: string;
  private readonly _flowControlResume: string;

  protected constructor(options: IBasePtyForkOptions | null | undefined, beginning: Beginning) {
    const given = new Given(options ?? undefined);
    this.handleFlowControl = Boolean(given.get('handleFlowControl'));
    this._flowControlPause = given.get('flowControlPause') || FLOW_CONTROL_PAUSE;
    this._flowControlResume = given.get('flowControlResume') || FLOW_CONTROL_RESUME;
    const { encoding, hasProgram, open } = beginning;
    const closed = () => {
      this._emittedClose = true;
      this._readable = this._writable = false;
    };
    const line = new Line({ terminal: this, encoding, hasProgram, open, closed });
    this._line = () => line;
    this._pid = line.handle.pid;
    this._pty = line.handle.ptsName;
    this._cols = beginning.cols;
    this._rows = beginning.rows;
    this._file = beginning.file;
    this._name = beginning.name;
    this._writeStream = new WriteStream(this._line, encoding ?? 'utf8');
    // node-pty's users find it as a property of the terminal's own. It is made when it is asked for, and
    // not listed, so that a logger that reads every property makes none.
    Object.defineProperty(this, '_socket', { get: () => line.socket, configurable: true });
  }

  get spawnError(): SpawnError | undefined {
    if (this._spawnError === undefined) this._spawnError = this._findSpawnError();
    return this._spawnError ?? undefined;
  }
  /** null: there is none, and will be none; undefined: not known yet. */
  protected _findSpawnError(): SpawnError | null | undefined {
    return null;
  }
  get exited(): Promise<IExitEvent> {
    return this._line().ending.exited;
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
    return this._native.fd;
  }
  protected get _fd(): number {
    return this._native.fd;
  }
  get ptsName(): string {
    return this._pty;
  }
  get exitCode(): number | null {
    const { exit } = this._line().ending;
    return exit === undefined || exit.signal ? null : exit.exitCode;
  }
  get signalCode(): NodeJS.Signals | null {
    const { exit } = this._line().ending;
    return exit?.signal ? signalName(exit.signal) : null;
  }
  get killReason(): KillReason | undefined {
    return this._line().limits?.reason;
  }
  get stream(): Duplex {
    return this._socket;
  }
  get writableLength(): number {
    return this._line().writableLength;
  }
  get process(): string {
    // The program that it is to become, and not a helper's name.
    if (this._native.launchState() === undefined) return this._file;
    const pid = this.foregroundPid;
    return (pid !== undefined && binding.processName(pid)) || this._file;
  }
  get foregroundPid(): number | undefined {
    return foregroundPid(this._session);
  }
  get cwd(): string | undefined {
    return foregroundCwd(this._session);
  }
  protected get _session(): KillableSession | undefined {
    const native = this._native;
    if (this._pid <= 1) return undefined;
    const hangUp = () => this.destroy();
    return { native, id: this._pid, slaveName: this._pty, hangUp, ...this._containment() };
  }
  /** What keeps its processes findable. */
  protected _containment(): Pick<KillableSession, 'cgroup' | 'subreaper'> {
    return {};
  }
  protected get _native(): PtyHandle {
    return this._line().handle;
  }

  // Events, in node-pty's two ways.

  protected get _onData(): EventEmitter2<string> {
    return this._line().listeners.onData;
  }
  protected get _onExit(): EventEmitter2<IExitEvent> {
    return this._line().listeners.onExit;
  }
  get onData(): IEvent<string> {
    return this._line().listeners.onData.event; // not by _onData: a Proxy would wrap it
  }
  get onExit(): IEvent<{ exitCode: number; signal?: number }> {
    return this._line().listeners.onExit.event;
  }
  get onClose(): IEvent<void> {
    return this._line().listeners.onClose.event;
  }
  get onDrain(): IEvent<void> {
    return this._line().listeners.onDrain.event;
  }
  get onResize(): IEvent<{ cols: number; rows: number }> {
    return this._line().listeners.onResize.event;
  }

  on(event: string, listener: Listener): this {
    this._emitterOf(event).on(event, listener);
    if (event === 'data') this._line().output.consumerCame();
    return this;
  }
  addListener(event: string, listener: Listener): this {
    return this.on(event, listener);
  }
  once(event: string, listener: Listener): this {
    this._emitterOf(event).once(event, listener);
    if (event === 'data') this._line().output.consumerCame();
    return this;
  }
  removeListener(event: string, listener: Listener): this {
    this._emitterOf(event).removeListener(event, listener);
    return this;
  }
  off(event: string, listener: Listener): this {
    return this.removeListener(event, listener);
  }

  /**
   * Takes off all listeners of `event`: for `data` and `exit` those of onData and onExit too, as in
   * node-pty, whose users silence a terminal with it before they kill it. Without an event: of the
   * terminal's own events, and not those of onData and onExit.
   */
  removeAllListeners(event?: string): this {
    const own = event === undefined || isOwnEvent(event);
    if (own) this._line().listeners.removeAll(event);
    else this._emitterOf(event).removeAllListeners(event);
    return this;
  }
  // biome-ignore lint/complexity/noBannedTypes: EventEmitter's own type
  listeners(event: string): Function[] {
    return this._emitterOf(event).listeners(event);
  }
  listenerCount(event: string): number {
    return this._emitterOf(event).listenerCount(event);
  }
  /** As an EventEmitter's, of the terminal's own events. */
  setMaxListeners(count: number): this {
    this._line().listeners.emitter.setMaxListeners(count);
    return this;
  }
  getMaxListeners(): number {
    return this._line().listeners.emitter.getMaxListeners();
  }

  /** Emits an event that has not happened: for `data` and `exit` those of onData and onExit too. */
  emit(event: string, ...args: unknown[]): boolean {
    const emitter = this._emitterOf(event);
    if (!isOwnEvent(event)) return emitter.emit(event, ...args);
    return this._line().listeners.emit(event, args);
  }

  private _emitterOf(event: string): EventEmitter {
    const known = typeof event === 'string' || typeof event === 'symbol';
    if (!known) throw invalidArgType('event', 'a string or a symbol', event);
    return isOwnEvent(event) ? this._line().listeners.emitter : this._socket;
  }

  // Input, output and size.

  write(data: Input, callback?: WriteCallback): boolean {
    const paused = data === this._flowControlPause;
    if (!this.handleFlowControl || !(paused || data === this._flowControlResume)) {
      return this._write(data, callback);
    }
    if (paused) this.pause();
    else this.resume();
    if (typeof callback === 'function') nextTick(callback);
    return true;
  }

  // A method of its own, and _writeStream too: some programs put their own in place of either.
  protected _write(data: Input, callback?: WriteCallback): boolean {
    return this._writeStream.write(data, callback);
  }

  end(data?: Input): void {
    const line = this._line();
    if (line.closed || line.socket.writableEnded) return;
    if (data !== undefined && data !== null) this._write(data);
    line.socket.end();
  }

  pipe<D extends NodeJS.WritableStream>(destination: D, options?: { end?: boolean }): D {
    const { write, on } = Object(destination) as D;
    const writable = typeof write === 'function' && typeof on === 'function';
    if (!writable) throw invalidArgType('destination', 'a writable stream', destination);
    const { closed, output, socket } = this._line();
    if (closed) return Readable.from([...output.kept]).pipe(destination, options);
    for (const data of output.kept) destination.write(data as string);
    output.consumerCame(); // listeners of this turn get it too
    return socket.pipe(destination, options);
  }

  pause(): void {
    this._line().output.pause();
  }
  resume(): void {
    this._line().output.resume();
  }
  setEncoding(encoding: BufferEncoding | null): void {
    const wanted = encoding ? normalEncoding(encoding) : null;
    const { socket } = this._line();
    if (wanted === socket.readableEncoding) return;
    socket.clearEncoding();
    if (wanted) socket.setEncoding(wanted);
  }

  resize(cols: number, rows: number, pixelSize?: { width: number; height: number }): void {
    const size = checkResize(cols, rows, pixelSize);
    if (!this._native.isOpen) return;
    try {
      this._native.resize(...size);
    } catch (error) {
      throw resizeError(error);
    }
    const terminal = this._line().terminal as Terminal; // where `this` inherits from it
    terminal._cols = cols;
    terminal._rows = rows;
    this._line().listeners.tellResize(cols, rows);
  }

  get termios(): TermiosModes | undefined {
    return modesOf(this._native);
  }
  setTermios(modes: Partial<TermiosModes>): void {
    setModes(this._native, modes);
  }
  clear(): void {}

  // The end.

  kill(signal?: string | number): void {
    const asked = signal ?? '';
    if (asked === 0) return; // as child_process: the question whether it lives, which sends nothing
    this._native.kill(signalNumber(asked === '' ? 'SIGHUP' : asked));
  }

  /** @param error why: goes to `error` listeners before `close`, as a stream does. */
  destroy(error?: Error | null): void {
    this._destroyLine(error);
    this.kill('SIGHUP');
  }

  protected _destroyLine(error?: Error | null): void {
    this._line().destroy(error ?? undefined);
  }

  killTree(options?: KillTreeOptions | null): Promise<KillTreeResult> {
    return killTree(this._session, options);
  }

  processes(): Promise<SessionProcess[]> {
    return listProcesses(this._session);
  }

  waitFor(pattern: string | RegExp, options?: WaitForOptions | null): Promise<RegExpExecArray> {
    return this._line().waitingRoom.wait(pattern, options);
  }

  /** Has the program end at its limits. A signal that cannot be listened to closes the terminal, and throws. */
  protected _limitBy(settings: LimitSettings): void {
    watchLimits(this, this._line(), settings);
  }

  ref(): void {
    this._native.setReferenced(true);
  }
  unref(): void {
    this._native.setReferenced(false);
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

  /**
   * Chunks in order, with back-pressure. Leaving the loop lets output flow on; the newest 256 KB of it
   * are kept for the next loop.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<string> {
    return this._line().output.loop() as AsyncIterableIterator<string>;
  }
}
