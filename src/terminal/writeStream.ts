import { isAnyArrayBuffer, isStringObject } from 'node:util/types';
import { invalidArgType } from '../errors';
import type { PtySocket } from './ptySocket';

type Callback = (error?: Error | null) => void;

/** Elements of a list of bytes, at most; a longer one is rather a mistake than input. */
const LIST_LIMIT = 2 ** 24;

/** The bytes in an array, or in what JSON makes of a Buffer; undefined for anything else. */
function listIn(data: object): number[] | undefined {
  const { type, data: inside } = data as { type?: unknown; data?: unknown };
  const list: unknown = type === 'Buffer' && !Array.isArray(data) ? inside : data;
  if (!Array.isArray(list) || list.length > LIST_LIMIT) return undefined;
  return list.every((element) => typeof element === 'number') ? list : undefined;
}

/**
 * A copy of `data`: a string, the bytes of any view of memory (a Buffer, a Uint16Array, a DataView) or
 * what else Buffer.from() takes, because node-pty gives that everything (a WebSocket's ArrayBuffer,
 * a Buffer that was JSON).
 * @throws TypeError `ERR_INVALID_ARG_TYPE`.
 */
function toBuffer(data: unknown, encoding: BufferEncoding): Buffer {
  if (typeof data === 'string') return Buffer.from(data, encoding);
  if (ArrayBuffer.isView(data)) {
    return Buffer.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  if (isAnyArrayBuffer(data)) return Buffer.from(new Uint8Array(data));
  if (isStringObject(data)) return Buffer.from(data.valueOf(), encoding);
  const list = typeof data === 'object' && data !== null ? listIn(data) : undefined;
  if (list === undefined)
    throw invalidArgType('data', 'a string, a Buffer, a TypedArray or a DataView', data);
  return Buffer.from(list);
}

/** A write that the program has not taken yet. */
class QueuedWrite {
  private readonly _end: number;

  constructor(
    readonly buffer: Buffer,
    private readonly _socket: PtySocket,
  ) {
    this._end = _socket.accepted + buffer.length;
  }

  /** Bytes of it that are with the kernel. */
  get offset(): number {
    const left = Math.max(this._end - this._socket.taken, 0);
    return Math.max(this.buffer.length - left, 0);
  }
}

/**
 * The way of write() to the terminal, under node-pty's name `_writeStream`: programs measure the
 * input that waits by its `_writeQueue`, and some put their own `write` in its place.
 */
export class WriteStream {
  /** What waits, in order: `{buffer, offset}`, as it is at the moment of the look. */
  readonly _writeQueue: { readonly buffer: Buffer; readonly offset: number }[] = [];

  constructor(
    private readonly _socket: PtySocket,
    private readonly _encoding: BufferEncoding | null,
  ) {}

  /** The master's descriptor; -1 once closed. */
  get _fd(): number {
    return this._socket.fd;
  }

  /**
   * Types `data`, strings in the terminal's encoding. Bytes are copied: as in node-pty the caller
   * may use its buffer again at once.
   * @returns false when so much waits that the caller should wait for `drain`.
   * @throws TypeError `ERR_INVALID_ARG_TYPE`.
   */
  write(data: unknown, callback?: Callback): boolean {
    // As node-pty, whose write() takes nothing else: what is no function is ignored.
    const done = typeof callback === 'function' ? callback : undefined;
    // Before the look at `data`: after the end node-pty takes anything.
    if (this._socket.destroyed) return this._socket.type(Buffer.alloc(0), done);
    const buffer = toBuffer(data, this._encoding ?? 'utf8');
    if (buffer.length === 0) return this._socket.type(buffer, done);
    const queued = new QueuedWrite(buffer, this._socket);
    this._writeQueue.push(queued);
    return this._socket.type(buffer, (error) => {
      const at = this._writeQueue.indexOf(queued);
      if (at !== -1) this._writeQueue.splice(at, 1);
      done?.(error);
    });
  }

  /** In node-pty it ends the queue; here the terminal's end does. */
  dispose(): void {}
}
