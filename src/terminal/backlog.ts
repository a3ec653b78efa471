/** Output kept for a first listener that comes late, in bytes or characters. */
const LIMIT = 256 * 1024;

/**
 * What a terminal has printed before anybody listened: the newest 256 KB, and everything once a
 * consumer has come who may still be paused.
 */
export class Backlog {
  private readonly _chunks: (string | Buffer)[] = [];
  private _length = 0;

  /** @param bounded whether the oldest may be dropped to make room. */
  push(data: string | Buffer, bounded: boolean): void {
    this._chunks.push(data);
    this._length += data.length;
    while (bounded && this._length > LIMIT && this._chunks.length > 1) this.shift();
  }

  /** Takes the oldest chunk; undefined when there is none. */
  shift(): string | Buffer | undefined {
    const data = this._chunks.shift();
    this._length -= data?.length ?? 0;
    return data;
  }

  [Symbol.iterator](): Iterator<string | Buffer> {
    return this._chunks[Symbol.iterator]();
  }
}
