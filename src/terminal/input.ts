import { AsyncResource } from 'node:async_hooks';
import { Buffer } from 'node:buffer';
import { asSystemError } from '../errors';
import { nextTick } from '../node';
import type { PtyHandle } from './ptyHandle';

export type WriteCallback = (error?: Error | null) => void;

/** Bytes that may wait before write() returns false; the same as a stream's. */
const HIGH_WATER_MARK = 64 * 1024;

/** The index at which writes that are done are cut off the queue. */
const CUT_AT = 1024;

/** A write of which the kernel has not taken everything. */
class WaitingWrite {
  /** Where it ends among all bytes typed. */
  readonly end: number;
  private readonly _length: number;

  constructor(
    private readonly _handle: PtyHandle,
    private readonly _data: string | Uint8Array,
    length: number,
    readonly callback: WriteCallback | undefined,
  ) {
    this.end = _handle.accepted;
    this._length = length;
  }

  get buffer(): Buffer {
    const data = this._data;
    if (typeof data === 'string') return Buffer.from(data);
    return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  }

  /** Bytes of it that the kernel has taken. */
  get offset(): number {
    const left = Math.max(this.end - this._handle.taken, 0);
    return Math.max(this._length - left, 0);
  }
}

/** As WaitingWrite, to programs that measure the input that waits. */
export interface QueuedWrite {
  readonly buffer: Buffer;
  readonly offset: number;
}

/**
 * The input of a terminal on its way to the addon, which has the only queue of bytes. Here are the
 * callbacks, each with the place where its write ends.
 */
export class Input {
  private _waiting: WaitingWrite[] = [];
  private _head = 0;
  private _needsDrain = false;
  private _shown: WaitingWrite[] | undefined;

  /** @param _drained called when all input is with the kernel after write() has returned false. */
  constructor(
    private readonly _handle: PtyHandle,
    private readonly _drained: () => void,
  ) {}

  /** Bytes that the kernel has not taken. */
  get pending(): number {
    return this._handle.accepted - this._handle.taken;
  }

  /**
   * Types `data`, which is copied; a string as UTF-8.
   * @param callback called later, in the context of this call, when the kernel has taken `data`.
   * @param drains whether the caller hears of the drain by `drained`; a stream has its own.
   * @returns false when so much waits that the caller should wait for the drain.
   * @throws ErrnoException `ENOMEM`; then nothing is typed.
   */
  write(data: string | Uint8Array, callback: WriteCallback | undefined, drains: boolean): boolean {
    const handle = this._handle;
    const before = handle.accepted;
    try {
      handle.write(data);
    } catch (error) {
      throw asSystemError(error, 'write');
    }
    if (handle.taken >= handle.accepted) {
      if (callback !== undefined) nextTick(callback);
      return true;
    }
    this._wait(data, handle.accepted - before, callback);
    if (this.pending < HIGH_WATER_MARK) return true;
    this._needsDrain ||= drains;
    return false;
  }

  private _wait(data: string | Uint8Array, length: number, callback?: WriteCallback): void {
    const bound = callback && AsyncResource.bind(callback);
    const write = new WaitingWrite(this._handle, data, length, bound);
    this._waiting.push(write);
    this._shown?.push(write);
  }

  /** The kernel has taken more, or the terminal is closed: calls back whose writes are done. */
  moved(): void {
    const { taken } = this._handle;
    for (;;) {
      const write = this._waiting[this._head];
      if (write === undefined || write.end > taken) break;
      this._waiting[this._head++] = undefined as unknown as WaitingWrite;
      write.callback?.();
    }
    this._showLess(taken);
    if (this._head >= CUT_AT || this._head === this._waiting.length) {
      this._waiting = this._waiting.slice(this._head);
      this._head = 0;
    }
    if (!this._needsDrain || this.pending > 0) return;
    this._needsDrain = false;
    this._drained();
  }

  private _showLess(taken: number): void {
    const shown = this._shown;
    const done = shown?.findIndex(({ end }) => end > taken);
    if (done !== undefined) shown?.splice(0, done === -1 ? shown.length : done);
  }

  /** The writes that wait, in order: always the same array, made when it is first asked for. */
  get shown(): QueuedWrite[] {
    this._shown ??= this._waiting.slice(this._head);
    return this._shown;
  }
}
