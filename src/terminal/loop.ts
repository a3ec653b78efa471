import { Backlog } from './backlog';

/** What a loop reads from. */
export interface LoopSource {
  /** The loop begins: chunks come to push() from now on. */
  join(loop: Loop): void;
  /** The loop ends and takes no more; `rest` is what it has not handed out. */
  leave(loop: Loop, rest: Backlog): void;
  /** A caller waits for the loop's next chunk, or none does any more. */
  hungerChanged(): void;
}

type Chunk = string | Buffer;
type Result = IteratorResult<Chunk, undefined>;

interface Asked {
  resolve(result: Result | PromiseLike<Result>): void;
  reject(error: Error): void;
}

enum State {
  /** No chunk has been asked for, so none is held for this loop. */
  Fresh,
  Reading,
  /** The output is over; what is kept is still handed out. */
  Ending,
  Over,
}

const done = (): Result => ({ value: undefined, done: true });

/**
 * The chunks of a terminal as an async iterator. While a caller is busy with a chunk, the terminal is not
 * read, so that what the caller does not take waits in the kernel.
 *
 * An explicit iterator and not a generator, because a generator answers return() only when its pending
 * next() has settled, which a silent program never does.
 */
export class Loop implements AsyncIterableIterator<Chunk, undefined> {
  private _state = State.Fresh;
  private readonly _chunks = new Backlog();
  private readonly _asked: Asked[] = [];
  private _error: Error | undefined;

  constructor(private readonly _source: LoopSource) {}

  /** Whether a chunk would be handed out at once. */
  get hungry(): boolean {
    return this._asked.length > 0;
  }

  /** Takes the next piece of output. */
  push(chunk: Chunk): void {
    const asked = this._asked.shift();
    if (asked === undefined) this._chunks.push(chunk, false);
    else asked.resolve({ value: chunk, done: false });
  }

  /** The output is over: every chunk was pushed. `error` is what ended it, if that was an error. */
  end(error?: Error): void {
    if (this._state === State.Over || this._state === State.Ending) return;
    this._state = State.Ending;
    this._error = error;
    if (this._asked.length > 0) this._finish();
  }

  next(): Promise<Result> {
    if (this._state === State.Fresh) {
      this._state = State.Reading;
      this._source.join(this);
    }
    const chunk = this._chunks.shift();
    const answer: Promise<Result> =
      chunk === undefined
        ? new Promise((resolve, reject) => this._asked.push({ resolve, reject }))
        : Promise.resolve({ value: chunk, done: false });
    if (this._state === State.Reading) this._source.hungerChanged();
    else if (chunk === undefined) this._finish();
    return answer;
  }

  /** Ends the loop at once, also while a next() waits: that resolves as done. */
  async return(value?: PromiseLike<undefined> | undefined): Promise<Result> {
    this._leave();
    return { value: await value, done: true };
  }

  /** As return(), and rejects with `error`. */
  async throw(error?: unknown): Promise<Result> {
    this._leave();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private _leave(): void {
    const joined = this._state === State.Reading || this._state === State.Ending;
    this._state = State.Over;
    this._error = undefined;
    if (joined) this._source.leave(this, this._chunks);
    this._finish();
  }

  private _finish(): void {
    const joined = this._state === State.Ending;
    this._state = State.Over;
    if (joined) this._source.leave(this, this._chunks);
    for (const { resolve, reject } of this._asked.splice(0)) {
      const error = this._error;
      this._error = undefined; // thrown once, as by a generator
      if (error === undefined) resolve(done());
      else reject(error);
    }
  }
}
