import { invalidArgType } from '../errors';
import { nextTick } from '../node';
import type { IDisposable, IEvent } from '../types';

/** Calls `listener`; what it throws becomes an uncaught exception, and the other listeners are called. */
export function callIsolated(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    throwLater(error);
  }
}

function throwLater(error: unknown): void {
  nextTick(() => {
    throw error;
  });
}

interface Subscription<T> {
  listener: (e: T) => unknown;
  listens: boolean;
}

/** The emitter behind onData and its like: subscribers that each hold their own way out. */
export class EventEmitter2<T> {
  // Replaced, never changed: a listener may dispose itself or another while the event is emitted.
  private _subscriptions: readonly Subscription<T>[] = [];

  /** `onSubscribe` gets each new listener, with a function that says whether it still listens. */
  constructor(
    private readonly _onSubscribe?: (listener: (e: T) => unknown, listens: () => boolean) => void,
  ) {}

  get event(): IEvent<T> {
    return (listener) => this._subscribe(listener);
  }

  /** Whether anybody listens. */
  get heard(): boolean {
    return this._subscriptions.length > 0;
  }

  fire(data: T): void {
    for (const { listener } of this._subscriptions) {
      try {
        listener(data);
      } catch (error) {
        throwLater(error);
      }
    }
  }

  /** Ends every subscription. */
  clear(): void {
    for (const subscription of this._subscriptions) subscription.listens = false;
    this._subscriptions = [];
  }

  private _subscribe(listener: (e: T) => unknown): IDisposable {
    if (typeof listener !== 'function') throw invalidArgType('listener', 'a function', listener);
    // An object each: the same function may be subscribed a second time.
    const subscription = { listener, listens: true };
    this._subscriptions = [...this._subscriptions, subscription];
    this._onSubscribe?.(listener, () => subscription.listens);
    return {
      dispose: () => {
        subscription.listens = false;
        // By its state and not by its identity: an emitter may be wrapped in a Proxy that wraps what it holds.
        this._subscriptions = this._subscriptions.filter(({ listens }) => listens);
      },
    };
  }
}
