// What ends a program from outside: an AbortSignal, a time, too much output. As execa's options of the
// same names, in which programs that run commands for others already think.
import { Buffer } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import type { KillReason } from '../interfaces';
import { clearTimeout, setTimeout } from '../node';
import type { LimitSettings } from '../spawn/limitOptions';
import { onAbort } from './abortGroup';

/** What is done to a terminal whose limit is reached. */
interface Target {
  readonly exited: Promise<unknown>;
  kill(signal?: string | number): void;
  killTree(options: { signal?: string | number; graceMs?: number }): Promise<unknown>;
}

type Chunk = string | Buffer;

/** Lets the first so many bytes of output pass, whole characters of them, and says when there are more. */
export class OutputLimit {
  constructor(
    private _left: number,
    private readonly _reached: () => void,
  ) {}

  /** The part of `chunk` that may pass; undefined for none. Text counts as UTF-8. */
  admit(chunk: Chunk): Chunk | undefined {
    if (this._left < 0) return undefined;
    const size = Buffer.byteLength(chunk);
    const admitted = size <= this._left ? chunk : this._cut(chunk);
    this._left -= size;
    if (this._left < 0) this._reached();
    return admitted.length > 0 ? admitted : undefined;
  }

  private _cut(chunk: Chunk): Chunk {
    const bytes = Buffer.from(chunk as string).subarray(0, this._left);
    // A decoder keeps the first bytes of a character that was cut.
    return typeof chunk === 'string' ? new StringDecoder('utf8').write(bytes) : bytes;
  }
}

/** Watches over one program. Its kill reason is the first limit that was reached. */
export class Limits {
  private _reason: KillReason | undefined;

  constructor(
    private readonly _target: Target,
    private readonly _settings: LimitSettings,
  ) {}

  get reason(): KillReason | undefined {
    return this._reason;
  }

  /** Begins to watch. @returns the limit of the output, if there is one. */
  watch(): OutputLimit | undefined {
    const { signal, timeout, maxOutput } = this._settings;
    let ignoreAbort: (() => void) | undefined;
    let timer: NodeJS.Timeout | undefined;
    if (signal) ignoreAbort = onAbort(signal, () => this._end('abort'));
    if (timeout !== undefined) {
      timer = setTimeout(() => this._end('timeout'), timeout);
      timer.unref(); // the program keeps this process alive, unless the caller lets it go
    }
    if (signal || timer) {
      this._target.exited.then(() => {
        ignoreAbort?.();
        clearTimeout(timer);
      });
    }
    return maxOutput === undefined
      ? undefined
      : new OutputLimit(maxOutput, () => this._end('maxOutput'));
  }

  private _end(reason: KillReason): void {
    if (this._reason !== undefined) return;
    this._reason = reason;
    const { killSignal, killTree, forceKillAfter } = this._settings;
    if (killTree) {
      const graceMs = forceKillAfter === undefined ? {} : { graceMs: forceKillAfter };
      const signal = killSignal === undefined ? {} : { signal: killSignal };
      // What cannot be ended is seen by what still runs; nothing waits for this promise.
      this._target.killTree({ ...signal, ...graceMs }).catch(() => {});
      return;
    }
    this._target.kill(killSignal);
    if (forceKillAfter === undefined) return;
    const timer = setTimeout(() => this._target.kill('SIGKILL'), forceKillAfter);
    timer.unref();
    this._target.exited.then(() => clearTimeout(timer));
  }
}

/** Where a terminal keeps its limits. */
interface Keeper {
  limits: Limits | undefined;
  readonly output: { limit: OutputLimit | undefined };
}

/** Begins to watch over a terminal. @throws what listening to the caller's signal throws; it is closed then. */
export function watchLimits(
  target: Target & { destroy(): void },
  keeper: Keeper,
  settings: LimitSettings,
): void {
  try {
    keeper.limits = new Limits(target, settings);
    keeper.output.limit = keeper.limits.watch();
  } catch (error) {
    target.destroy(); // the caller gets no terminal to do it
    throw error;
  }
}
