import { AsyncResource } from 'node:async_hooks';
import { Duplex } from 'node:stream';
import { PtyEvent } from '../addon/addon';
import { asSystemError, resizeError } from '../errors';
import { nextTick } from '../node';
import type { OnPtyEvent, PtyHandle } from './ptyHandle';
import { SpareDecoder } from './spareDecoder';

type Callback = (error?: Error | null) => void;

/** Called when the kernel has taken `end` bytes. */
interface Waiting {
  end: number;
  taken: () => void;
}

/** Input that was typed after end(). */
interface LateInput {
  data: Buffer;
  callback: Callback;
}

// A data event's size at the most; one more than a page would only make the stream stop and go.
const HIGH_WATER_MARK = 64 * 1024;
// Without a prototype: what is on Object.prototype is no option.
const STREAM_OPTIONS = Object.assign(Object.create(null), {
  allowHalfOpen: false,
  highWaterMark: HIGH_WATER_MARK,
});
// Input given to the addon at a time. It copies what the kernel does not take at once, and a copy of
// 20 MB would hold the caller up.
const PIECE_BYTES = 256 * 1024;

/**
 * The stream over one native pty: node-pty's `_socket`, and the `master` and `slave` of open().
 *
 * Reading stops when the consumer does, and the kernel then holds the program back. Writing goes
 * to the kernel at once and, when that takes no more, in order as the program reads. What is
 * written when nobody can read it any more is dropped without an error, as in node-pty.
 */
export class PtySocket extends Duplex {
  private _native: PtyHandle | undefined;
  private _reading = true;
  private readonly _waiting: Waiting[] = []; // for what the addon has queued, in order
  private _waitingFrom = 0; // those before are done
  private _handed = 0; // bytes of input given to the addon, ever
  private _inFlight = 0; // of these, what the stream has not been told the end of
  private _late: LateInput[] = [];
  private _ended = false; // all that came before end() is with the addon

  /** The async context in which the stream was made, that of the spawn. */
  readonly context = new AsyncResource('PTY');

  /** Told once, when the child is reaped; output may still follow. */
  onReaped: ((exitCode: number, signal: number) => void) | undefined;

  /**
   * Told when the stream is paused or resumed, by whomever. Not a listener: those can be taken off
   * with removeAllListeners().
   */
  onFlow: ((flows: boolean) => void) | undefined;

  /** @param encoding of what is read; null for Buffers. */
  constructor(encoding: BufferEncoding | null) {
    super(STREAM_OPTIONS);
    this.setMaxListeners(0); // dozens of viewers are no leak
    if (encoding === 'utf8') this._setDecoder(new SpareDecoder(), encoding);
    else if (encoding) super.setEncoding(encoding);
  }

  /** The callback for the addon: runs listeners in the async context of the spawn. */
  readonly onEvent: OnPtyEvent = (event, value, signal) => {
    this.context.runInAsyncScope(this._handleEvent, this, event, value, signal);
  };

  /** Binds the stream to its terminal; called once, right after the addon has opened it. */
  attach(native: PtyHandle): void {
    this._native = native;
  }

  /** The master's descriptor, still owned by the addon; -1 once closed. */
  get fd(): number {
    return this._native?.fd ?? -1;
  }

  /** The native owner; it outlives the stream until the child is reaped. */
  get native(): PtyHandle | undefined {
    return this._native;
  }

  /** @throws ErrnoException. Nothing happens once the terminal is closed. */
  resize(size: Parameters<PtyHandle['resize']>): void {
    try {
      this._native?.resize(...size);
    } catch (error) {
      throw resizeError(error);
    }
  }

  /** node-pty's streams are tty.ReadStreams; what looks for a terminal finds one here too. */
  readonly isTTY = true;
  isRaw = false;

  /**
   * Has the terminal pass on every key at once, without echo, editing or signals; false: as it was
   * before. As tty.ReadStream's; an ErrnoException comes as an `error` event.
   */
  setRawMode(mode: boolean): this {
    try {
      this._native?.setRawMode(Boolean(mode));
      this.isRaw = Boolean(mode);
    } catch (error) {
      this.emit('error', asSystemError(error, 'setRawMode'));
    }
    return this;
  }

  /** Keeps the event loop alive while the terminal lives; the default. */
  ref(): this {
    this._native?.setReferenced(true);
    return this;
  }

  /** Lets the process exit although the terminal lives. */
  unref(): this {
    this._native?.setReferenced(false);
    return this;
  }

  override setEncoding(encoding: BufferEncoding): this {
    if (encoding === this.readableEncoding) return this;
    this._native?.stopDecoding();
    return super.setEncoding(encoding);
  }

  override pause(): this {
    super.pause();
    this.onFlow?.(false);
    return this;
  }

  override resume(): this {
    super.resume();
    this.onFlow?.(true);
    return this;
  }

  /** Bytes of input accepted so far, ever. */
  get accepted(): number {
    const late = this._late.reduce((sum, { data }) => sum + data.length, 0);
    return this._handed - this._inFlight + this.writableLength + late;
  }

  /** Of these, the bytes that the kernel has taken, or that were dropped. */
  get taken(): number {
    return this._native?.taken ?? this._handed;
  }

  /**
   * Types `data`. As write(), but also after end(), and without an error when the stream is
   * destroyed: node-pty's Terminal.write() has its own way to the descriptor.
   */
  type(data: Buffer, callback?: Callback): boolean {
    if (this.destroyed || data.length === 0) {
      if (callback) nextTick(callback);
      return true;
    }
    if (!this.writableEnded) return this.write(data, callback);
    this._late.push({ data, callback: callback ?? (() => {}) });
    if (this._ended) this._writeLate();
    return true;
  }

  /** From here on chunks are Buffers again. */
  clearEncoding(): void {
    this._native?.stopDecoding();
    this._setDecoder(null, null);
  }

  /** As setEncoding(), which knows StringDecoders only. */
  private _setDecoder(decoder: SpareDecoder | null, encoding: BufferEncoding | null): void {
    const state = (this as unknown as { _readableState: { decoder: unknown; encoding: unknown } })
      ._readableState;
    state.decoder = decoder;
    state.encoding = encoding;
  }

  override _read(): void {
    if (this._reading) return;
    this._reading = true;
    this._native?.setReading(true);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: Callback): void {
    this._inFlight = 0;
    const done = (error?: Error | null) => {
      this._inFlight = 0;
      callback(error);
    };
    // A loop, not a chain of callbacks: a closed terminal takes every piece at once, and a gigabyte
    // has more of them than the stack has room for.
    const handFrom = (start: number): void => {
      for (let at = start; at < chunk.length; at += PIECE_BYTES) {
        const piece = chunk.subarray(at, at + PIECE_BYTES);
        this._inFlight += piece.length;
        const next = at + piece.length;
        if (!this._hand(piece, done, () => handFrom(next))) return;
      }
      done();
    };
    handFrom(0);
  }

  override _writev(chunks: { chunk: Buffer }[], callback: Callback): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'utf8', callback);
  }

  override _final(callback: Callback): void {
    this._ended = true;
    this._writeLate();
    callback();
  }

  /** True when the addon needs `data` no more; else `failed` has been called, or `later` will be. */
  private _hand(data: Buffer, failed: Callback, later: () => void): boolean {
    this._handed += data.length;
    const native = this._native;
    if (native === undefined) return true;
    try {
      if (native.write(data) === native.accepted) return true;
    } catch (error) {
      failed(asSystemError(error, 'write'));
      return false;
    }
    this._waiting.push({ end: native.accepted, taken: later });
    return false;
  }

  private _writeLate(): void {
    for (const { data, callback } of this._late.splice(0)) {
      const tell = (error?: Error | null) => nextTick(callback, error);
      if (this._hand(data, tell, tell)) tell();
    }
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this._native?.close();
    this._inputTaken(Number.POSITIVE_INFINITY);
    this._writeLate(); // which the closed terminal drops
    callback(error);
  }

  private _handleEvent(event: number, value?: string | Buffer | number, signal?: number): void {
    switch (event) {
      case PtyEvent.Data:
        // A string that says its encoding, the stream's own, is passed on as it is.
        if (!this.destroyed && !this.push(value, 'utf8') && this._reading) {
          this._reading = false;
          this._native?.setReading(false);
        }
        break;
      case PtyEvent.End:
        if (!this.destroyed) this.push(null);
        break;
      case PtyEvent.Exit:
        this.onReaped?.(value as number, signal as number);
        break;
      case PtyEvent.Taken:
        this._inputTaken(value as number);
        break;
    }
  }

  private _inputTaken(bytes: number): void {
    for (;;) {
      const next = this._waiting[this._waitingFrom];
      if (next === undefined || next.end > bytes) return;
      this._waitingFrom++;
      if (this._waitingFrom === this._waiting.length) {
        this._waiting.length = 0;
        this._waitingFrom = 0;
      }
      next.taken();
    }
  }
}
