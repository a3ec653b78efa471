import { Buffer } from 'node:buffer';
import { PtyEvent } from '../addon/addon';
import { callIsolated } from '../compat/eventEmitter2';
import { nextTick, setImmediate } from '../node';
import type { IExitEvent } from '../types';
import { ptyResource } from './asyncContext';
import { Ending } from './ending';
import { Input, type WriteCallback } from './input';
import type { Limits } from './limits';
import { Listeners } from './listeners';
import { Output } from './output';
import type { OnPtyEvent, PtyHandle } from './ptyHandle';
import { PtySocket, type SocketOwner } from './ptySocket';
import { WaitingRoom } from './waitFor';

export interface LineBeginning {
  /** Its face, which listeners find as `this`. */
  terminal: object;
  /** Of the output; null for Buffers. `utf8`: the addon decodes. */
  encoding: BufferEncoding | null;
  /** False for a terminal of open(). */
  hasProgram: boolean;
  /** Makes the native terminal. */
  open: (onEvent: OnPtyEvent) => PtyHandle;
  /** Called right before `close` is emitted. */
  closed: () => void;
}

/**
 * Everything behind one terminal: the native handle, the output, the input, the listeners and the end,
 * and the stream once a caller has asked for it.
 */
export class Line {
  /** The async context of the spawn, in which listeners are called. */
  readonly context = ptyResource();
  readonly handle: PtyHandle;
  readonly output: Output;
  readonly input: Input;
  readonly listeners: Listeners;
  readonly ending: Ending;

  /** What may end the program from outside; set right after the spawn. */
  limits: Limits | undefined;

  private _socket: PtySocket | undefined;
  private _waitingRoom: WaitingRoom | undefined;

  /** The face of it, which listeners find as `this`. */
  readonly terminal: object;

  private readonly _encoding: BufferEncoding | null;

  /** @throws what `open` throws. */
  constructor({ terminal, encoding, hasProgram, open, closed }: LineBeginning) {
    this.terminal = terminal;
    this._encoding = encoding;
    const inContext = (call: () => void) => this.inContext(call);
    this.listeners = new Listeners(terminal, {
      dataListenerCame: () => this.output.consumerCame(),
      exitListenerCame: (listener, listens) => this._exitListenerCame(listener, listens),
    });
    this.output = new Output({
      heard: () => this.listeners.heardData || Boolean(this._socket?.heard),
      data: (chunk) => this.listeners.tellData(chunk),
      end: () => {
        this.listeners.tellEnd();
        this._shut();
      },
      flow: (wanted) => this._flow(wanted),
      inContext,
    });
    this.ending = new Ending(
      {
        close: () => {
          closed();
          this.listeners.tellClose();
        },
        exit: (exit) => this._tellExit(exit),
        over: () => this.context.emitDestroy(),
        inContext,
      },
      hasProgram,
    );
    try {
      this.handle = open((event, value, signal) => {
        this.context.runInAsyncScope(this._receive, this, event, value, signal);
      });
    } catch (error) {
      this.context.emitDestroy();
      throw error;
    }
    this.input = new Input(this.handle, () => this.listeners.tellDrain());
    // An encoding that the addon does not decode needs the stream's decoder.
    if (encoding !== null && encoding !== 'utf8') this.socket;
  }

  inContext(call: () => void): void {
    this.context.runInAsyncScope(call);
  }

  /** The terminal is closed, or about to tell so. */
  get closed(): boolean {
    return this.ending.closing;
  }

  /** The stream, made when it is first asked for; the output comes through it from then on. */
  get socket(): PtySocket {
    if (this._socket !== undefined) return this._socket;
    const { handle, input, context } = this;
    if (this.closed) {
      this._socket = new PtySocket({ handle, input, context }, this._encoding);
      this._socket.destroy();
    } else {
      const owner = this._socketOwner();
      this._socket = new PtySocket({ handle, input, context, owner }, this._encoding);
      if (!this.output.flows) handle.setReading(true); // the stream reads ahead
      this._socket.flow(this.output.flows);
    }
    return this._socket;
  }

  /** Where calls of waitFor() wait; it reads the output from the first one on. */
  get waitingRoom(): WaitingRoom {
    const { onData, onClose } = this.listeners;
    this._waitingRoom ??= new WaitingRoom(
      { onData: onData.event, onClose: onClose.event },
      this.ending.closed,
    );
    return this._waitingRoom;
  }

  /** Bytes of input that wait. */
  get writableLength(): number {
    return this.input.pending + (this._socket?.queued ?? 0);
  }

  /**
   * Types `data`, a string as UTF-8, after everything that was typed before.
   * @returns false when so much waits that the caller should wait for `drain`.
   */
  type(data: string | Uint8Array, callback?: WriteCallback): boolean {
    if (this.closed || data.length === 0) {
      if (callback) nextTick(callback);
      return true;
    }
    if (this._socket !== undefined && this._socket.queued > 0) {
      return this._socket.type(Buffer.from(data as Uint8Array), callback);
    }
    try {
      return this.input.write(data, callback, true);
    } catch (error) {
      if (callback) nextTick(callback, error as Error);
      this.destroy(error as Error);
      return false;
    }
  }

  /** Closes the terminal, which hangs its programs up. `error` is emitted before `close`. */
  destroy(error?: Error): void {
    if (error !== undefined || this._socket !== undefined) this.socket.destroy(error);
    else this._shut();
  }

  private _receive(event: number, value?: string | Buffer | number, signal?: number): void {
    switch (event) {
      case PtyEvent.Data:
        // Bytes in place of text, as when memory ran out, need the stream's decoder.
        if (this._socket === undefined && (this._encoding === null || typeof value === 'string')) {
          this.output.arrive(value as string | Buffer, false);
        } else {
          this.socket.receive(event, value);
        }
        break;
      case PtyEvent.End:
        if (this._socket !== undefined) this._socket.receive(event);
        else this.output.ended(false);
        break;
      case PtyEvent.Exit:
        this.ending.reaped(
          { exitCode: value as number, signal: signal as number },
          this.output.flows,
        );
        break;
      case PtyEvent.Taken:
        this.input.moved();
        break;
    }
  }

  private _flow(wanted: boolean): void {
    if (this._socket !== undefined) this._socket.flow(wanted);
    else this.handle.setReading(wanted);
    this.ending.flowChanged(wanted);
  }

  private _socketOwner(): SocketOwner {
    const { output, listeners } = this;
    return {
      data: (chunk) => this.inContext(() => output.arrive(chunk, true)),
      ended: () => this.inContext(() => output.ended(true)),
      drained: () => this.inContext(() => listeners.tellDrain()),
      failed: (error) => {
        this.inContext(() => listeners.tellError(error));
        return listeners.heardErrors || output.errorHeard;
      },
      destroyed: (error) => this._shut(error ?? undefined),
      pause: () => output.pause(),
      resume: () => output.resume(),
      pipeWaits: () => output.pipeWaits(),
      pipeDrained: () => output.pipeDrained(),
      flows: () => output.flows,
    };
  }

  /** Nothing more comes from or goes to the program; `close` follows in the next turn. */
  private _shut(error?: Error): void {
    this.handle.close();
    this.input.moved();
    this.output.closed(error);
    this.ending.close();
  }

  private _tellExit(exit: IExitEvent): void {
    this.listeners.tellExit(exit);
    // In node-pty every event of the terminal is one of its stream.
    callIsolated(() => this._socket?.emit('exit', exit.exitCode, exit.signal));
  }

  /** A listener that is added after the exit is called too, after a late data listener has what was kept. */
  private _exitListenerCame(listener: (exit: IExitEvent) => unknown, listens: () => boolean): void {
    const { exit } = this.ending;
    if (exit === undefined) return;
    const tell = () => {
      if (listens()) callIsolated(() => listener(exit));
    };
    setImmediate(() => this.inContext(tell));
  }
}
