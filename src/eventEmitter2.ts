import { invalidArgType } from './errors';
import type { IDisposable, IEvent } from './types';

/** Calls `listener`; what it throws becomes an uncaught exception and stops nobody else. */
export function callIsolated(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}

/** The emitter behind onData and its like: subscribers that each hold their own way out. */
export class EventEmitter2<T> {
  private _listeners: ((e: T) => unknown)[] = [];

  /** `onSubscribe` is told of each new listener, and how to ask whether it still listens. */
  constructor(
    private readonly _onSubscribe?: (listener: (e: T) => unknown, listens: () => boolean) => void,
  ) {}

  get event(): IEvent<T> {
    return (listener) => this._subscribe(listener);
  }

  fire(data: T): void {
    // A copy: a listener may dispose itself or another while the event is told.
    for (const listener of [...this._listeners]) callIsolated(() => listener(data));
  }

  private _subscribe(listener: (e: T) => unknown): IDisposable {
    if (typeof listener !== 'function') throw invalidArgType('listener', 'a function', listener);
    this._listeners.push(listener);
    let disposed = false;
    this._onSubscribe?.(listener, () => !disposed);
    return {
      dispose: () => {
        // Once only: the same function may be subscribed a second time.
        if (disposed) return;
        disposed = true;
        const at = this._listeners.indexOf(listener);
        if (at !== -1) this._listeners.splice(at, 1);
      },
    };
  }
}
