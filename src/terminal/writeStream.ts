import { Buffer } from 'node:buffer';
import { isAnyArrayBuffer, isSharedArrayBuffer, isStringObject } from 'node:util/types';
import { invalidArgType } from '../errors';
import { nextTick } from '../node';
import type { QueuedWrite, WriteCallback } from './input';
import type { Line } from './line';

/** Elements of a list of bytes, at most; a longer one is rather a mistake than input. */
const LIST_LIMIT = 2 ** 24;

/** The bytes in an array, or in what JSON makes of a Buffer; undefined for anything else. */
function listIn(data: object): number[] | undefined {
  const { type, data: inside } = data as { type?: unknown; data?: unknown };
  const list: unknown = type === 'Buffer' && !Array.isArray(data) ? inside : data;
  if (!Array.isArray(list) || list.length > LIST_LIMIT) return undefined;
  return list.every((element) => typeof element === 'number') ? list : undefined;
}

function viewed(data: ArrayBufferView): Uint8Array {
  if (data.byteLength === 0) return new Uint8Array(0); // a detached one, too
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return isSharedArrayBuffer(data.buffer) ? Uint8Array.from(bytes) : bytes;
}

/**
 * What the addon types of `data`: a string, the bytes of any view of memory (a Buffer, a Uint16Array, a
 * DataView) or what else Buffer.from() takes, because node-pty gives that everything (a WebSocket's
 * ArrayBuffer, a Buffer that was JSON).
 * @throws TypeError `ERR_INVALID_ARG_TYPE`.
 */
function toInput(data: unknown, encoding: BufferEncoding): string | Uint8Array {
  if (typeof data === 'string') return encoding === 'utf8' ? data : Buffer.from(data, encoding);
  if (ArrayBuffer.isView(data)) return viewed(data);
  if (isAnyArrayBuffer(data)) return viewed(new Uint8Array(data));
  if (isStringObject(data)) return toInput(data.valueOf(), encoding);
  const list = typeof data === 'object' && data !== null ? listIn(data) : undefined;
  if (list === undefined) {
    throw invalidArgType('data', 'a string, a Buffer, a TypedArray or a DataView', data);
  }
  return Buffer.from(list);
}

/**
 * The way of write() to the terminal, under node-pty's name `_writeStream`: programs measure the
 * input that waits by its `_writeQueue`, and some put their own `write` in its place.
 */
export class WriteStream {
  constructor(
    private readonly _line: () => Line,
    private readonly _encoding: BufferEncoding,
  ) {}

  /** The master's descriptor; -1 once closed. */
  get _fd(): number {
    return this._line().handle.fd;
  }

  /** What waits, in order: `{buffer, offset}`, as it is at the moment of the look. */
  get _writeQueue(): QueuedWrite[] {
    return this._line().input.shown;
  }

  /**
   * Types `data`, strings in the terminal's encoding. Bytes are copied: as in node-pty the caller
   * may use its buffer again at once.
   * @returns false when so much waits that the caller should wait for `drain`.
   * @throws TypeError `ERR_INVALID_ARG_TYPE`.
   */
  write(data: unknown, callback?: WriteCallback): boolean {
    const line = this._line();
    // As node-pty, whose write() takes nothing else: what is no function is ignored.
    const done = typeof callback === 'function' ? callback : undefined;
    if (!line.closed) return line.type(toInput(data, this._encoding), done);
    // After the end node-pty takes anything, so `data` is not looked at.
    if (done) nextTick(done);
    return true;
  }

  /** In node-pty it ends the queue; here the terminal's end does. */
  dispose(): void {}
}
