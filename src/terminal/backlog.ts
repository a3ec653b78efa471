/** Output kept for a consumer that comes late, in bytes or characters. */
const LIMIT = 256 * 1024;

/** The index at which the chunks that are gone are cut off, so that taking one costs no more than it. */
const CUT_AT = 64;

/** Output that waits for a consumer: all of it, or the newest 256 KB. */
export class Backlog {
  private _chunks: (string | Buffer)[] = [];
  private _head = 0;
  private _length = 0;

  get empty(): boolean {
    return this._head === this._chunks.length;
  }

  /** @param bounded whether the oldest may be dropped to make room. */
  push(data: string | Buffer, bounded: boolean): void {
    this._chunks.push(data);
    this._length += data.length;
    while (bounded && this._length > LIMIT && this._chunks.length - this._head > 1) this.shift();
  }

  /** Takes the oldest chunk; undefined when there is none. */
  shift(): string | Buffer | undefined {
    if (this.empty) return undefined;
    const data = this._chunks[this._head] as string | Buffer;
    this._chunks[this._head++] = '';
    this._length -= data.length;
    if (this._head >= CUT_AT || this.empty) {
      this._chunks = this._chunks.slice(this._head);
      this._head = 0;
    }
    return data;
  }

  clear(): void {
    this._chunks = [];
    this._head = this._length = 0;
  }

  *[Symbol.iterator](): Iterator<string | Buffer> {
    for (let i = this._head; i < this._chunks.length; i++) yield this._chunks[i] as string | Buffer;
  }
}
