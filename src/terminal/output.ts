import { nextTick } from '../node';
import { Backlog } from './backlog';
import type { OutputLimit } from './limits';
import { Loop, type LoopSource } from './loop';

type Chunk = string | Buffer;

/** What the output reaches, and what it asks for. */
export interface OutputSide {
  /** Whether a listener hears data, other than a loop. */
  heard(): boolean;
  data(chunk: Chunk): void;
  /** Listeners had the last data. */
  end(): void;
  /** Output is wanted now, or the kernel shall hold the program back. */
  flow(wanted: boolean): void;
  /** Calls in the terminal's async context. */
  inContext(call: () => void): void;
}

enum Consumer {
  /** None yet: the newest 256 KB are kept for the first one. */
  None,
  /** One has come; it gets what was kept in the next tick. */
  Coming,
  Here,
}

enum Source {
  Open,
  /** No more chunks come, but some may be delivered when the caller resumes. */
  Ended,
  /** The same, and no pause holds the end back. */
  EndedInStream,
  /** `end` was emitted, or the terminal was destroyed. */
  Over,
}

/**
 * The output of a terminal on its way to listeners and loops: in order, once, kept while there is no
 * consumer, and held back while the caller pauses or a loop is busy.
 */
export class Output implements LoopSource {
  /** The most that is delivered, if there is such a limit. */
  limit: OutputLimit | undefined;

  private _consumer = Consumer.None;
  private _source = Source.Open;
  private readonly _kept = new Backlog();
  private _loops: readonly Loop[] = [];
  /** What came since the last loop was left, when other consumers go on; for the next loop. */
  private _sinceLoop: Backlog | undefined;
  private _paused = false;
  private _pipeWaits = false;
  private _flows = true;
  private _error: Error | undefined;
  private _errorHeard = false;

  constructor(private readonly _side: OutputSide) {}

  /**
   * Whether output is wanted. While there is a loop, it decides, because a loop reads a terminal that the
   * caller has paused too; else pause() and resume() do. A pipe whose destination is full stops both.
   */
  get flows(): boolean {
    return this._flows;
  }

  /** Whether a loop has got the error that closed the terminal. */
  get errorHeard(): boolean {
    return this._errorHeard;
  }

  /** Output that came before the first consumer. */
  get kept(): Iterable<Chunk> {
    return this._kept;
  }

  /** A chunk from the program. @param emitted a stream has emitted it already, so it cannot wait. */
  arrive(all: Chunk, emitted: boolean): void {
    if (this._source !== Source.Open) return;
    const chunk = this.limit === undefined ? all : this.limit.admit(all);
    if (chunk === undefined) return;
    const now = this._consumer === Consumer.Here && (emitted || this._flows) && this._kept.empty;
    if (now) this._tell(chunk);
    else this._kept.push(chunk, this._consumer === Consumer.None);
  }

  /** No more chunks come. @param emitted as of arrive(): a stream emits its end although it is paused. */
  ended(emitted: boolean): void {
    if (this._source !== Source.Open) return;
    this._source = emitted ? Source.EndedInStream : Source.Ended;
    this._finish();
  }

  /** The terminal is closed, by its end, by destroy() or by `error`. */
  closed(error?: Error): void {
    this._source = Source.Over;
    this._error ??= error;
    this._errorHeard ||= error !== undefined && this._loops.length > 0;
    if (this._consumer !== Consumer.None) this._kept.clear(); // destroyed while the caller paused
    this._finish();
  }

  pause(): void {
    this._paused = true;
    this._sync();
  }

  /** Also where a pipe waits: its destination may never drain. */
  resume(): void {
    this._paused = this._pipeWaits = false;
    this._sync();
  }

  /** The destination of a pipe is full. */
  pipeWaits(): void {
    this._pipeWaits = true;
    this._sync();
  }

  /** No pipe waits any more. @returns whether one did. */
  pipeDrained(): boolean {
    const waited = this._pipeWaits;
    this._pipeWaits = false;
    this._sync();
    return waited;
  }

  /** A listener has come, or a pipe: the first gets what was kept, after the current turn's code. */
  consumerCame(): void {
    if (this._consumer !== Consumer.None) return;
    if (this._kept.empty) {
      this._consumer = Consumer.Here;
      return;
    }
    this._consumer = Consumer.Coming;
    nextTick(() => this._side.inContext(() => this._greet()));
  }

  loop(): Loop {
    return new Loop(this);
  }

  join(loop: Loop): void {
    for (const chunk of this._sinceLoop ?? []) loop.push(chunk);
    this._sinceLoop = undefined;
    this._loops = [...this._loops, loop];
    this.consumerCame();
    this._finish();
  }

  leave(loop: Loop, rest: Backlog): void {
    this._loops = this._loops.filter((other) => other !== loop);
    if (this._loops.length === 0) this._keepForNextLoop(rest);
    this._sync();
  }

  hungerChanged(): void {
    this._sync();
  }

  private _keepForNextLoop(rest: Backlog): void {
    if (this._side.heard()) {
      this._sinceLoop = new Backlog();
      for (const chunk of rest) this._sinceLoop.push(chunk, true);
      return;
    }
    // The loop was the only consumer: what follows waits for the next, of any kind.
    const later = [...this._kept];
    this._kept.clear();
    this._consumer = Consumer.None;
    for (const chunk of [...rest, ...later]) this._kept.push(chunk, true);
  }

  private _greet(): void {
    if (this._consumer === Consumer.Coming) this._consumer = Consumer.Here;
    this._drain();
  }

  /** Delivers what was kept; stops where a listener pauses. */
  private _drain(): void {
    while (this._consumer === Consumer.Here && this._flows && !this._kept.empty) {
      this._tell(this._kept.shift() as Chunk);
    }
    this._finish();
  }

  private _tell(chunk: Chunk): void {
    this._side.data(chunk);
    if (this._loops.length > 0) {
      for (const loop of this._loops) loop.push(chunk);
      this._sync();
    } else {
      this._sinceLoop?.push(chunk, true);
    }
  }

  /** Says when what was wanted has changed, and goes on with what was kept. */
  private _sync(): void {
    const [first, ...others] = this._loops;
    const wanted = first === undefined ? !this._paused : first.hungry && others.every(isHungry);
    const flows = wanted && !this._pipeWaits;
    if (flows === this._flows) return;
    this._flows = flows;
    this._side.flow(flows);
    if (flows && !this._kept.empty) nextTick(() => this._side.inContext(() => this._drain()));
    else if (flows) this._finish();
  }

  /** Delivers the end, to listeners and to loops, after everything that comes before it. */
  private _finish(): void {
    const waits = this._consumer !== Consumer.None && !this._kept.empty;
    if (this._source === Source.Open || waits) return;
    if (this._source === Source.Ended && !this._flows) return;
    if (this._source !== Source.Over) {
      this._source = Source.Over;
      this._side.inContext(() => this._side.end());
    }
    for (const loop of this._loops) loop.end(this._error);
  }
}

function isHungry(loop: Loop): boolean {
  return loop.hungry;
}
