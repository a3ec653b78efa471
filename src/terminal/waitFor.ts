import { StringDecoder } from 'node:string_decoder';
import { types } from 'node:util';
import { abortError, endedError, invalidArgType, invalidArgValue, timeoutError } from '../errors';
import type { WaitForOptions } from '../interfaces';
import { clearTimeout, setImmediate, setTimeout } from '../node';
import { Given } from '../spawn/given';
import { abortSignalOption, timeoutOption } from '../spawn/limitOptions';
import type { IEvent } from '../types';
import { onAbort } from './abortGroup';

/** Output that no match has taken is kept up to this many characters, the newest. */
const KEPT = 256 * 1024;

interface Source {
  readonly onData: IEvent<string>;
  readonly onClose: IEvent<void>;
}

/** One call that waits. */
interface Waiter {
  pattern: RegExp;
  /** What the caller asked for, for an error's text. */
  asked: string | RegExp;
  resolve(match: RegExpExecArray): void;
  reject(error: Error): void;
}

/** A pattern that always searches from the start of the text, whatever state the caller's is in. */
function checkPattern(pattern: unknown): RegExp {
  if (typeof pattern === 'string') {
    if (pattern === '') throw invalidArgValue('pattern', 'must not be empty');
    return new RegExp(pattern.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  }
  if (!types.isRegExp(pattern)) throw invalidArgType('pattern', 'a string or a RegExp', pattern);
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
}

/**
 * The output of one terminal that its calls of waitFor() have not taken yet, and those that wait. Calls
 * are answered in their order, each from what comes after the match before.
 */
export class WaitingRoom {
  private readonly _decoder = new StringDecoder('utf8'); // for terminals that give Buffers
  private readonly _waiters: Waiter[] = [];
  private _text = '';
  /** How much of the text the first waiter has seen, in characters. */
  private _searched = 0;
  private _ended = false;

  /** @param isClosed whether `close` was emitted already. */
  constructor(source: Source, isClosed: boolean) {
    source.onData((chunk: string | Buffer) => this._take(chunk));
    const end = () => {
      this._ended = true;
      this._serve();
    };
    source.onClose(end);
    // What an ended terminal has kept for its first listener comes in the next tick.
    if (isClosed) setImmediate(end);
  }

  /** @throws TypeError and RangeError; see PtyAdditions.waitFor. */
  wait(
    asked: string | RegExp,
    options: WaitForOptions | null | undefined,
  ): Promise<RegExpExecArray> {
    const pattern = checkPattern(asked);
    const given = new Given(options ?? undefined);
    const timeoutMs = timeoutOption('timeout', given.get('timeout'));
    const signal = abortSignalOption(given.get('signal'));
    if (signal?.aborted) return Promise.reject(abortError(signal));
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      let ignoreAbort: (() => void) | undefined;
      const settle = () => {
        clearTimeout(timer);
        ignoreAbort?.();
      };
      const waiter: Waiter = {
        pattern,
        asked,
        resolve: (match) => {
          settle();
          resolve(match);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      if (timeoutMs !== undefined) {
        timer = setTimeout(
          () => this._giveUp(waiter, timeoutError(asked, timeoutMs, this._text)),
          timeoutMs,
        );
      }
      if (signal) ignoreAbort = onAbort(signal, () => this._giveUp(waiter, abortError(signal)));
      this._waiters.push(waiter);
      this._serve();
    });
  }

  private _take(chunk: string | Buffer): void {
    this._text += typeof chunk === 'string' ? chunk : this._decoder.write(chunk);
    this._serve();
    // Cut seldom, because each cut copies what is kept.
    if (this._text.length > 2 * KEPT) {
      this._searched = Math.max(0, this._searched - (this._text.length - KEPT));
      this._text = this._text.slice(-KEPT);
    }
  }

  private _serve(): void {
    for (;;) {
      const waiter = this._waiters[0];
      if (waiter === undefined) return;
      const match = this._find(waiter);
      if (match !== null) {
        this._text = this._text.slice(match.index + match[0].length);
        this._next().resolve(match);
      } else if (this._ended) {
        this._next().reject(endedError(waiter.asked, this._text));
      } else {
        this._searched = this._text.length;
        return;
      }
    }
  }

  /** A string is looked for in what is new only, because a flood would be searched again with each chunk. */
  private _find(waiter: Waiter): RegExpExecArray | null {
    const { asked, pattern } = waiter;
    if (typeof asked === 'string') {
      const from = Math.max(0, this._searched - asked.length);
      if (!this._text.includes(asked, from)) return null;
    }
    return pattern.exec(this._text);
  }

  /** Takes the first waiter off. */
  private _next(): Waiter {
    this._searched = 0;
    return this._waiters.shift() as Waiter;
  }

  private _giveUp(waiter: Waiter, error: Error): void {
    const at = this._waiters.indexOf(waiter);
    if (at === -1) return;
    if (at === 0) this._next();
    else this._waiters.splice(at, 1);
    waiter.reject(error);
    this._serve(); // the next one may have its match in what is there
  }
}
