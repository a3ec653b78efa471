import { AsyncResource } from 'node:async_hooks';
import { Duplex } from 'node:stream';
import { asSystemError } from './errors';
import { type NativePty, type OnPtyEvent, PtyEvent } from './native';

type Callback = (error?: Error | null) => void;

// A data event's size at the most; one more than a page would only make the stream stop and go.
const HIGH_WATER_MARK = 64 * 1024;

/**
 * The stream over one native pty: node-pty's `_socket`, and the `master` and `slave` of open().
 *
 * Reading stops when the consumer does, and the kernel then holds the program back. Writing goes
 * to the kernel at once and, when that takes no more, in order as the program reads. What is
 * written when nobody can read it any more is dropped without an error, as in node-pty.
 */
export class PtySocket extends Duplex {
  private _native: NativePty | undefined;
  private _reading = true;
  private _afterWrite: Callback | undefined;
  private readonly _context = new AsyncResource('PTY');

  /** Told once, when the child is reaped; output may still follow. */
  onReaped: ((exitCode: number, signal: number) => void) | undefined;

  /** @param encoding of what is read; null for Buffers. */
  constructor(encoding: BufferEncoding | null) {
    super({
      allowHalfOpen: false,
      highWaterMark: HIGH_WATER_MARK,
      encoding: encoding ?? undefined,
    });
  }

  /** The callback for the addon: runs listeners in the async context of the spawn. */
  readonly onEvent: OnPtyEvent = (event, value, signal) => {
    this._context.runInAsyncScope(this._handleEvent, this, event, value, signal);
  };

  /** Binds the stream to its terminal; called once, right after the addon has opened it. */
  attach(native: NativePty): void {
    this._native = native;
  }

  /** The master's descriptor, still owned by the addon; -1 once closed. */
  get fd(): number {
    return this._native?.fd ?? -1;
  }

  /** The native owner; it outlives the stream until the child is reaped. */
  get native(): NativePty | undefined {
    return this._native;
  }

  /** @throws ErrnoException. Nothing happens once the terminal is closed. */
  resize(size: Parameters<NativePty['resize']>): void {
    try {
      this._native?.resize(...size);
    } catch (error) {
      throw asSystemError(error, 'resize');
    }
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

  /** From here on chunks are Buffers again. */
  clearEncoding(): void {
    this._native?.stopDecoding();
    const state = (this as unknown as { _readableState: { decoder: unknown; encoding: unknown } })
      ._readableState;
    state.decoder = null;
    state.encoding = null;
  }

  override _read(): void {
    if (this._reading) return;
    this._reading = true;
    this._native?.setReading(true);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: Callback): void {
    let done: boolean;
    try {
      done = this._native?.write(chunk) ?? true;
    } catch (error) {
      callback(asSystemError(error, 'write'));
      return;
    }
    if (done) callback();
    else this._afterWrite = callback;
  }

  override _writev(chunks: { chunk: Buffer }[], callback: Callback): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'utf8', callback);
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this._native?.close();
    this._flushed();
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
      case PtyEvent.Flushed:
        this._flushed();
        break;
    }
  }

  private _flushed(): void {
    const callback = this._afterWrite;
    this._afterWrite = undefined;
    callback?.();
  }
}
