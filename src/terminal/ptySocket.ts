import { AsyncResource } from 'node:async_hooks';
import { Buffer } from 'node:buffer';
import { Duplex } from 'node:stream';
import { isSet } from 'node:util/types';
import { PtyEvent } from '../addon/addon';
import { asSystemError } from '../errors';
import { nextTick } from '../node';
import type { Input, WriteCallback } from './input';
import type { PtyHandle } from './ptyHandle';
import { SpareDecoder } from './spareDecoder';

/** The terminal behind a stream. It hears of everything first, and not as a listener. */
export interface SocketOwner {
  data(chunk: string | Buffer): void;
  ended(): void;
  drained(): void;
  /** @returns whether a listener for errors is there. */
  failed(error: Error): boolean;
  destroyed(error: Error | null): void;
  pause(): void;
  resume(): void;
  pipeWaits(): void;
  pipeDrained(): boolean;
  /** Whether output is wanted, after all that has been asked for. */
  flows(): boolean;
}

/** What a stream is made over. */
export interface SocketEnd {
  readonly handle: PtyHandle;
  readonly input: Input;
  readonly context: AsyncResource;
  readonly owner?: SocketOwner;
  /** Called when the stream is destroyed. */
  readonly destroyed?: () => void;
}

/** Input that was typed after end(). */
interface LateInput {
  data: Buffer;
  callback: WriteCallback | undefined;
}

// A data event's size at the most; one more than a page would only make the stream stop and go.
const HIGH_WATER_MARK = 64 * 1024;
// Without a prototype: what is on Object.prototype is no option.
const STREAM_OPTIONS = Object.assign(Object.create(null), {
  allowHalfOpen: false,
  highWaterMark: HIGH_WATER_MARK,
});

/** What Readable keeps and does not publish. */
interface ReadableState {
  decoder: unknown;
  encoding: unknown;
  pipes: unknown[];
  /** What a pipe waits for: a destination, or, of several, those that are full. */
  awaitDrainWriters: unknown;
}

/**
 * The stream over one end of a terminal: node-pty's `_socket`, and the `master` and `slave` of open().
 * A terminal makes one when it is asked for, and its output then comes through it.
 *
 * Reading stops when the consumer does, and the kernel then holds the program back. Writing goes
 * to the kernel at once and, when that takes no more, in order as the program reads. What is
 * written when no program can read it any more is dropped without an error, as in node-pty.
 */
export class PtySocket extends Duplex {
  private readonly _end: SocketEnd;
  /** Whether the addon reads. An end without an owner, a slave, reads only what is asked for. */
  private _reading: boolean;
  private _unpiping = false;
  private _inFlight = 0; // bytes that the addon has, and the stream takes for unwritten
  private _late: LateInput[] = [];
  private _finished = false; // all that came before end() is with the addon

  /** node-pty's streams are tty.ReadStreams; what looks for a terminal finds one here too. */
  readonly isTTY = true;
  isRaw = false;

  /** @param encoding of what is read; null for Buffers. `utf8`: the addon decodes. */
  constructor(end: SocketEnd, encoding: BufferEncoding | null) {
    super(STREAM_OPTIONS);
    this._end = end;
    this._reading = end.owner !== undefined;
    this.setMaxListeners(0); // dozens of viewers are no leak
    if (encoding === 'utf8') this._setDecoder(new SpareDecoder(), encoding);
    else if (encoding) super.setEncoding(encoding);
  }

  /** An event of the addon's. */
  receive(event: number, value?: string | Buffer | number): void {
    if (this.destroyed) return;
    if (event === PtyEvent.End) {
      this.push(null);
    } else if (event === PtyEvent.Data && !this.push(value, 'utf8')) {
      // A string that says its encoding, the stream's own, is passed on as it is.
      this._want(false);
    }
  }

  /** The master's descriptor, still owned by the addon; -1 once closed. */
  get fd(): number {
    return this._end.handle.fd;
  }

  /**
   * Has the terminal pass on every key at once, without echo, editing or signals; false: as it was
   * before. As tty.ReadStream's; an ErrnoException comes as an `error` event.
   */
  setRawMode(mode: boolean): this {
    try {
      this._end.handle.setRawMode(Boolean(mode));
      this.isRaw = Boolean(mode);
    } catch (error) {
      this.emit('error', asSystemError(error, 'setRawMode'));
    }
    return this;
  }

  /** Keeps the event loop alive while the terminal lives; the default. */
  ref(): this {
    this._end.handle.setReferenced(true);
    return this;
  }

  /** Lets the process exit although the terminal lives. */
  unref(): this {
    this._end.handle.setReferenced(false);
    return this;
  }

  override setEncoding(encoding: BufferEncoding): this {
    if (encoding === this.readableEncoding) return this;
    this._end.handle.stopDecoding();
    return super.setEncoding(encoding);
  }

  /** From here on chunks are Buffers again. */
  clearEncoding(): void {
    this._end.handle.stopDecoding();
    this._setDecoder(null, null);
  }

  override pause(): this {
    // Readable.unpipe() pauses a stream whose last pipe has gone. That would freeze a terminal for all
    // its other listeners.
    if (this._unpiping && this._state.pipes.length === 0) {
      this._unpiping = false;
      return this;
    }
    const { owner } = this._end;
    if (owner === undefined) return this.flow(false);
    if (this._pipeIsFull()) owner.pipeWaits();
    else owner.pause();
    return this.flow(owner.flows());
  }

  override resume(): this {
    const { owner } = this._end;
    if (owner === undefined) return this.flow(true);
    if (!owner.pipeDrained()) owner.resume();
    return this.flow(owner.flows());
  }

  override unpipe(destination?: NodeJS.WritableStream): this {
    const { owner } = this._end;
    this._unpiping = owner !== undefined;
    super.unpipe(destination);
    this._unpiping = false;
    this._awaitNoMore(destination);
    if (!this._pipeIsFull() && owner?.pipeDrained()) this.flow(owner.flows());
    return this;
  }

  /** Has the stream flow, or stand still, as its owner has decided. */
  flow(flows: boolean): this {
    if (flows) super.resume();
    else super.pause();
    if (this._end.owner === undefined) this._want(flows);
    return this;
  }

  /** The owner's share is counted: Node asks by this whether data would reach a listener. */
  override listenerCount(event: string | symbol, listener?: (...args: unknown[]) => void): number {
    const own = event === 'data' && this._end?.owner !== undefined ? 1 : 0;
    return super.listenerCount(event, listener as never) + own;
  }

  override removeListener(event: string | symbol, listener: (...args: never[]) => void): this {
    super.removeListener(event, listener as never);
    this._flowOn();
    return this;
  }

  override off(event: string | symbol, listener: (...args: never[]) => void): this {
    return this.removeListener(event, listener);
  }

  override removeAllListeners(event?: string | symbol): this {
    if (event === undefined) super.removeAllListeners();
    else super.removeAllListeners(event);
    this._flowOn();
    return this;
  }

  /** A stream whose last listener has gone stands still, by Node's rule; its owner listens still. */
  private _flowOn(): void {
    const { owner } = this._end;
    if (owner === undefined) return;
    nextTick(() => {
      if (!this.destroyed && this.readableFlowing === null) this.flow(owner.flows());
    });
  }

  /** Whether a caller reads from this stream. */
  get heard(): boolean {
    return super.listenerCount('data') > 0 || super.listenerCount('readable') > 0;
  }

  /** The owner hears first, whatever listeners are taken off. */
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    const { owner } = this._end;
    if (owner !== undefined) {
      if (event === 'data') owner.data(args[0] as string | Buffer);
      else if (event === 'end') owner.ended();
      else if (event === 'drain') owner.drained();
      else if (event === 'error') {
        const heard = owner.failed(args[0] as Error);
        if (heard && super.listenerCount('error') === 0) return true;
      }
    }
    return super.emit(event, ...args);
  }

  /** Bytes of input that the stream holds and the addon has not got. */
  get queued(): number {
    const late = this._late.reduce((sum, { data }) => sum + data.length, 0);
    return this.writableLength - this._inFlight + late;
  }

  /**
   * Types `data` after what the stream holds. As write(), but also after end(), because
   * node-pty's Terminal.write() has its own way to the descriptor.
   */
  type(data: Buffer, callback?: WriteCallback): boolean {
    if (!this.writableEnded) return this.write(data, callback);
    this._late.push({ data, callback });
    if (this._finished) this._writeLate();
    return true;
  }

  // Callbacks run in the context of their caller, and not of the write before them.
  override write(chunk: unknown, encoding?: unknown, callback?: unknown): boolean {
    const [last, name] = typeof encoding === 'function' ? [encoding] : [callback, encoding];
    const bound = typeof last === 'function' ? AsyncResource.bind(last as WriteCallback) : last;
    return super.write(chunk, name as BufferEncoding, bound as WriteCallback);
  }

  override _read(): void {
    // A paused slave leaves the kernel's data to other readers, so only flow() has it read.
    if (this._end.owner !== undefined || this.readableFlowing !== false) this._want(true);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: WriteCallback): void {
    this._inFlight = chunk.length;
    const done: WriteCallback = (error) => {
      this._inFlight = 0;
      callback(error);
    };
    try {
      this._end.input.write(chunk, done, false);
    } catch (error) {
      done(error as Error);
    }
  }

  override _writev(chunks: { chunk: Buffer }[], callback: WriteCallback): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'utf8', callback);
  }

  override _final(callback: WriteCallback): void {
    this._finished = true;
    this._writeLate();
    callback();
  }

  override _destroy(error: Error | null, callback: WriteCallback): void {
    const { handle, input, owner, destroyed } = this._end;
    handle.close();
    input.moved();
    this._writeLate(); // which the closed terminal drops
    owner?.destroyed(error);
    destroyed?.();
    callback(error);
  }

  private get _state(): ReadableState {
    return (this as unknown as { _readableState: ReadableState })._readableState;
  }

  /** Whether pause() is called by a pipe, whose destination takes no more. */
  private _pipeIsFull(): boolean {
    const { awaitDrainWriters } = this._state;
    // Not instanceof: it is a Set of Node's own.
    return isSet(awaitDrainWriters) ? awaitDrainWriters.size > 0 : Boolean(awaitDrainWriters);
  }

  /** Node goes on to wait for a destination that was destroyed while it was written to. */
  private _awaitNoMore(destination: NodeJS.WritableStream | undefined): void {
    const state = this._state;
    const { awaitDrainWriters: awaited } = state;
    if (isSet(awaited)) {
      if (destination === undefined) awaited.clear();
      else awaited.delete(destination);
    } else if (destination === undefined || awaited === destination) {
      state.awaitDrainWriters = null;
    }
  }

  /** As setEncoding(), which knows StringDecoders only. */
  private _setDecoder(decoder: SpareDecoder | null, encoding: BufferEncoding | null): void {
    const state = this._state;
    state.decoder = decoder;
    state.encoding = encoding;
  }

  private _want(reading: boolean): void {
    if (reading === this._reading) return;
    this._reading = reading;
    this._end.handle.setReading(reading);
  }

  private _writeLate(): void {
    for (const { data, callback } of this._late.splice(0)) {
      try {
        this._end.input.write(data, callback, false);
      } catch (error) {
        if (callback) nextTick(callback, error as Error);
      }
    }
  }
}
