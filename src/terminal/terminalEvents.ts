import { EventEmitter } from 'node:events';
import { callIsolated, EventEmitter2 } from '../compat/eventEmitter2';
import { invalidArgType } from '../errors';
import type { IEvent, IExitEvent } from '../types';
import type { PtySocket } from './ptySocket';

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
  // Each made when somebody comes: no terminal is listened to in every way, and a spawn blocks.
  private _dataEvent: EventEmitter2<string> | undefined;
  private _exitEvent: EventEmitter2<IExitEvent> | undefined;
  private _closeEvent: EventEmitter2<void> | undefined;
  private _drainEvent: EventEmitter2<void> | undefined;
  private _emitter: EventEmitter | undefined;

  protected abstract readonly _socket: PtySocket;

  /** Somebody wants the output. */
  protected abstract _consumerCame(): void;

  protected abstract _exitListenerCame(
    listener: (exit: IExitEvent) => unknown,
    listens: () => boolean,
  ): void;

  protected get _onData(): EventEmitter2<string> {
    this._dataEvent ??= new EventEmitter2(() => this._consumerCame());
    return this._dataEvent;
  }
  protected get _onExit(): EventEmitter2<IExitEvent> {
    this._exitEvent ??= new EventEmitter2((listener, listens) =>
      this._exitListenerCame(listener, listens),
    );
    return this._exitEvent;
  }
  get onData(): IEvent<string> {
    return this._onData.event;
  }
  get onExit(): IEvent<{ exitCode: number; signal?: number }> {
    return this._onExit.event;
  }
  get onClose(): IEvent<void> {
    this._closeEvent ??= new EventEmitter2();
    return this._closeEvent.event;
  }
  get onDrain(): IEvent<void> {
    this._drainEvent ??= new EventEmitter2();
    return this._drainEvent.event;
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
      this._emitter?.removeAllListeners();
      return this;
    }
    this._emitterOf(event).removeAllListeners(event);
    if (event === 'data') this._dataEvent?.clear();
    if (event === 'exit') this._exitEvent?.clear();
    return this;
  }
  // biome-ignore lint/complexity/noBannedTypes: EventEmitter's own type
  listeners(event: string): Function[] {
    return this._emitterOf(event).listeners(event);
  }
  listenerCount(event: string): number {
    return this._emitterOf(event).listenerCount(event);
  }

  /** As an EventEmitter's, of the terminal's own events. */
  setMaxListeners(count: number): this {
    this._ownEmitter.setMaxListeners(count);
    return this;
  }
  getMaxListeners(): number {
    return this._ownEmitter.getMaxListeners();
  }

  /** Tells listeners what has not happened: for `data` and `exit` those of onData and onExit too. */
  emit(event: string, ...args: unknown[]): boolean {
    let heard = false;
    if (event === 'data') {
      heard = this._dataEvent?.heard ?? false;
      this._dataEvent?.fire(args[0] as string);
    } else if (event === 'exit') {
      heard = this._exitEvent?.heard ?? false;
      this._exitEvent?.fire({ exitCode: args[0] as number, signal: args[1] as number });
    }
    return this._emitterOf(event).emit(event, ...args) || heard;
  }

  private _emitterOf(event: string): EventEmitter {
    const known = typeof event === 'string' || typeof event === 'symbol';
    if (!known) throw invalidArgType('event', 'a string or a symbol', event);
    return OWN_EVENTS.has(event) ? this._ownEmitter : this._socket;
  }

  private get _ownEmitter(): EventEmitter {
    // Dozens of viewers of one terminal are no leak: each must be able to listen without a warning.
    this._emitter ??= new EventEmitter().setMaxListeners(0);
    return this._emitter;
  }

  /**
   * Calls in the async context of the spawn, in which all listeners run, whoever resumes, destroys
   * or comes late.
   */
  protected _inContext<A extends unknown[]>(call: (...args: A) => void, ...args: A): void {
    this._socket.context.runInAsyncScope(call, this, ...args);
  }

  protected _tellData(data: string): void {
    this._dataEvent?.fire(data);
    this._tell('data', data);
  }

  protected _tellDrain(): void {
    this._drainEvent?.fire();
    this._tell('drain');
  }

  protected _tellEnd(): void {
    this._tell('end');
  }

  protected _tellClose(): void {
    this._closeEvent?.fire();
    this._tell('close');
  }

  protected _tellExit(exit: IExitEvent): void {
    this._exitEvent?.fire(exit);
    this._tell('exit', exit.exitCode, exit.signal);
  }

  /** Tells an own event; a listener that throws does not keep it from the others. */
  private _tell(event: string, ...args: unknown[]): void {
    if (this._emitter === undefined) return;
    // rawListeners, so that calling a once() wrapper takes it off.
    for (const listener of this._emitter.rawListeners(event)) {
      callIsolated(() => listener.apply(this, args));
    }
  }

  /** As EventEmitter, and node-pty: an error nobody listens to is thrown. */
  protected _tellError(error: Error): void {
    if (this._emitter?.listenerCount('error')) this._emitter.emit('error', error);
    else throw error;
  }
}
