import { AsyncResource } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { invalidArgType } from './errors';
import { callIsolated, EventEmitter2 } from './eventEmitter2';
import type { PtySocket } from './ptySocket';
import type { IEvent, IExitEvent } from './types';

// biome-ignore lint/suspicious/noExplicitAny: any event, any arguments
type Listener = (...args: any[]) => void;

/** Events told by the terminal itself; all others are the stream's. */
const OWN_EVENTS = new Set<string>(['data', 'exit', 'close', 'error', 'drain', 'end']);

/**
 * Who listens to a terminal, in node-pty's two ways: onData and its like, and on('data').
 *
 * The library's own listeners are elsewhere, so that no caller can take them off.
 */
export abstract class TerminalEvents {
  protected readonly _onData = new EventEmitter2<string>(() => this._consumerCame());
  protected readonly _onExit = new EventEmitter2<IExitEvent>((listener, listens) =>
    this._exitListenerCame(listener, listens),
  );
  protected readonly _onClose = new EventEmitter2<void>();
  protected readonly _onDrain = new EventEmitter2<void>();
  // Listeners run in the async context of the spawn, whoever resumes, destroys or comes late.
  private readonly _context = new AsyncResource('PTY');
  private readonly _emitter = new EventEmitter();

  protected abstract readonly _socket: PtySocket;

  /** Somebody wants the output. */
  protected abstract _consumerCame(): void;

  protected abstract _exitListenerCame(
    listener: (exit: IExitEvent) => unknown,
    listens: () => boolean,
  ): void;

  get onData(): IEvent<string> {
    return this._onData.event;
  }
  get onExit(): IEvent<{ exitCode: number; signal?: number }> {
    return this._onExit.event;
  }
  get onClose(): IEvent<void> {
    return this._onClose.event;
  }
  get onDrain(): IEvent<void> {
    return this._onDrain.event;
  }

  on(event: string, listener: Listener): this {
    this._emitterOf(event).on(event, listener);
    if (event === 'data') this._consumerCame();
    return this;
  }
  addListener(event: string, listener: Listener): this {
    return this.on(event, listener);
  }
  once(event: string, listener: Listener): this {
    this._emitterOf(event).once(event, listener);
    if (event === 'data') this._consumerCame();
    return this;
  }
  removeListener(event: string, listener: Listener): this {
    this._emitterOf(event).removeListener(event, listener);
    return this;
  }
  off(event: string, listener: Listener): this {
    return this.removeListener(event, listener);
  }

  /**
   * Takes off all listeners of `event`: for `data` and `exit` those of onData and onExit too, as in
   * node-pty, whose users silence a terminal with it before they kill it. Without an event: of the
   * terminal's own events, and not those of onData and onExit.
   */
  removeAllListeners(event?: string): this {
    if (event === undefined) {
      this._emitter.removeAllListeners();
      return this;
    }
    this._emitterOf(event).removeAllListeners(event);
    if (event === 'data') this._onData.clear();
    if (event === 'exit') this._onExit.clear();
    return this;
  }
  // biome-ignore lint/complexity/noBannedTypes: EventEmitter's own type
  listeners(event: string): Function[] {
    return this._emitterOf(event).listeners(event);
  }
  listenerCount(event: string): number {
    return this._emitterOf(event).listenerCount(event);
  }

  /** Tells listeners what has not happened: for `data` and `exit` those of onData and onExit too. */
  emit(event: string, ...args: unknown[]): boolean {
    let heard = false;
    if (event === 'data') {
      heard = this._onData.heard;
      this._onData.fire(args[0] as string);
    } else if (event === 'exit') {
      heard = this._onExit.heard;
      this._onExit.fire({ exitCode: args[0] as number, signal: args[1] as number });
    }
    return this._emitterOf(event).emit(event, ...args) || heard;
  }

  private _emitterOf(event: string): EventEmitter {
    const known = typeof event === 'string' || typeof event === 'symbol';
    if (!known) throw invalidArgType('event', 'a string or a symbol', event);
    return OWN_EVENTS.has(event) ? this._emitter : this._socket;
  }

  protected _inContext<A extends unknown[]>(call: (...args: A) => void): (...args: A) => void {
    return (...args) => this._context.runInAsyncScope(call, this, ...args);
  }

  /** Tells an own event; a listener that throws does not keep it from the others. */
  protected _tell(event: string, ...args: unknown[]): void {
    // rawListeners, so that calling a once() wrapper takes it off.
    for (const listener of this._emitter.rawListeners(event)) {
      callIsolated(() => listener.apply(this, args));
    }
  }

  /** As EventEmitter, and node-pty: an error nobody listens to is thrown. */
  protected _tellError(error: Error): void {
    if (this._emitter.listenerCount('error') > 0) this._emitter.emit('error', error);
    else throw error;
  }
}
