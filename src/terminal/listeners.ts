import { EventEmitter } from 'node:events';
import { callIsolated, EventEmitter2 } from '../compat/eventEmitter2';
import type { IExitEvent } from '../types';

// biome-ignore lint/suspicious/noExplicitAny: any event, any arguments
export type Listener = (...args: any[]) => void;

/** Events that the terminal emits itself; all others are the stream's. */
const OWN_EVENTS = new Set<string>(['data', 'exit', 'close', 'error', 'drain', 'end']);

export function isOwnEvent(event: string): boolean {
  return OWN_EVENTS.has(event);
}

/** What hears of new listeners. */
export interface ListenersSide {
  dataListenerCame(): void;
  exitListenerCame(listener: (exit: IExitEvent) => unknown, listens: () => boolean): void;
}

/**
 * The listeners of a terminal, in node-pty's two ways: onData and its like, and on('data').
 *
 * They are the callers' alone: the library's own work hangs on none that a caller can take off.
 */
export class Listeners {
  // Each is made with its first listener, because a spawn blocks and most terminals have few.
  private _data: EventEmitter2<string> | undefined;
  private _exit: EventEmitter2<IExitEvent> | undefined;
  private _close: EventEmitter2<void> | undefined;
  private _drain: EventEmitter2<void> | undefined;
  private _resize: EventEmitter2<{ cols: number; rows: number }> | undefined;
  private _emitter: EventEmitter | undefined;

  /** @param _terminal what listeners find as `this`. */
  constructor(
    private readonly _terminal: object,
    private readonly _side: ListenersSide,
  ) {}

  get onData(): EventEmitter2<string> {
    this._data ??= new EventEmitter2(() => this._side.dataListenerCame());
    return this._data;
  }
  get onExit(): EventEmitter2<IExitEvent> {
    this._exit ??= new EventEmitter2((listener, listens) =>
      this._side.exitListenerCame(listener, listens),
    );
    return this._exit;
  }
  get onClose(): EventEmitter2<void> {
    this._close ??= new EventEmitter2();
    return this._close;
  }
  get onDrain(): EventEmitter2<void> {
    this._drain ??= new EventEmitter2();
    return this._drain;
  }
  get onResize(): EventEmitter2<{ cols: number; rows: number }> {
    this._resize ??= new EventEmitter2();
    return this._resize;
  }
  /** The listeners by name. */
  get emitter(): EventEmitter {
    // Dozens of viewers of one terminal are no leak, and Node would warn of one.
    this._emitter ??= new EventEmitter().setMaxListeners(0);
    return this._emitter;
  }

  /** Whether anything listens for data. */
  get heardData(): boolean {
    return Boolean(this._data?.heard) || this._count('data') > 0;
  }

  /** Whether an error would be thrown for want of a listener. */
  get heardErrors(): boolean {
    return this._count('error') > 0;
  }

  /** Takes off the listeners of `event`, those of onData and onExit too; without one: all by name. */
  removeAll(event: string | undefined): void {
    if (event === undefined) this._emitter?.removeAllListeners();
    else this._emitter?.removeAllListeners(event);
    if (event === 'data') this._data?.clear();
    if (event === 'exit') this._exit?.clear();
  }

  /** Emits an event that a caller made up. @returns whether a listener was there. */
  emit(event: string, args: unknown[]): boolean {
    let heard = false;
    if (event === 'data') {
      heard = this._data?.heard ?? false;
      this._data?.fire(args[0] as string);
    } else if (event === 'exit') {
      heard = this._exit?.heard ?? false;
      this._exit?.fire({ exitCode: args[0] as number, signal: args[1] as number });
    }
    return this.emitter.emit(event, ...args) || heard;
  }

  tellData(data: string | Buffer): void {
    this._data?.fire(data as string);
    this._tell('data', data);
  }
  tellDrain(): void {
    this._drain?.fire();
    this._tell('drain');
  }
  tellResize(cols: number, rows: number): void {
    this._resize?.fire({ cols, rows });
  }
  tellEnd(): void {
    this._tell('end');
  }
  tellClose(): void {
    this._close?.fire();
    this._tell('close');
  }
  tellExit(exit: IExitEvent): void {
    this._exit?.fire(exit);
    this._tell('exit', exit.exitCode, exit.signal);
  }
  tellError(error: Error): void {
    this._tell('error', error);
  }

  private _count(event: string): number {
    return this._emitter?.listenerCount(event) ?? 0;
  }

  /** A listener that throws does not keep the event from the others. */
  private _tell(event: string, ...args: unknown[]): void {
    if (this._emitter === undefined) return;
    // rawListeners, so that calling a once() wrapper takes it off.
    for (const listener of this._emitter.rawListeners(event)) {
      callIsolated(() => listener.apply(this._terminal, args));
    }
  }
}
