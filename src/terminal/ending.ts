import { clearTimeout, setImmediate, setTimeout } from '../node';
import type { IExitEvent } from '../types';

/** How long a consumer that has paused holds `exit` back, in ms; node-pty's figure. */
const PAUSED_EXIT_MS = 200;

/** The end of a terminal without a program: nothing has failed, and no signal has ended it. */
const NO_PROGRAM: IExitEvent = { exitCode: 0, signal: 0 };

/** What learns of the end. */
export interface EndingSide {
  close(): void;
  exit(exit: IExitEvent): void;
  /** Listeners had both events. */
  over(): void;
  /** Calls in the terminal's async context. */
  inContext(call: () => void): void;
}

/** What listeners had so far. */
export enum Stage {
  Open,
  /** `exit`, because the consumer has paused for too long; `close` follows when it has read all. */
  ExitTold,
  /** `close`; `exit` follows when the program is reaped. */
  CloseTold,
  Over,
}

/**
 * The end of a terminal. Order: the last data, `close`, `exit`, each once. A consumer that stays paused
 * for 200 ms after the program's end gets `exit` first, and the rest when it resumes.
 */
export class Ending {
  private _stage = Stage.Open;
  private _reaped: IExitEvent | undefined;
  private _timer: NodeJS.Timeout | undefined;
  private _closing = false;
  private _exited: Promise<IExitEvent> | undefined;
  private _resolveExited: ((exit: IExitEvent) => void) | undefined;

  /** @param _hasProgram false for a terminal of open(), which has no `exit`. */
  constructor(
    private readonly _side: EndingSide,
    private readonly _hasProgram: boolean,
  ) {}

  get stage(): Stage {
    return this._stage;
  }

  /** `close` was emitted, or comes in the next turn. */
  get closing(): boolean {
    return this._closing;
  }

  /** `close` was emitted. */
  get closed(): boolean {
    return this._stage === Stage.CloseTold || this._stage === Stage.Over;
  }

  /** How the program ended, once `exit` is emitted. */
  get exit(): IExitEvent | undefined {
    const reported = this._stage === Stage.ExitTold || this._stage === Stage.Over;
    return reported && this._hasProgram ? this._reaped : undefined;
  }

  /** Resolves with `exit`; for a terminal without a program with `close`. */
  get exited(): Promise<IExitEvent> {
    this._exited ??= new Promise((resolve) => {
      const reported = this._stage === Stage.ExitTold || this._stage === Stage.Over;
      if (reported) resolve(this._reaped ?? NO_PROGRAM);
      else this._resolveExited = resolve;
    });
    return this._exited;
  }

  /**
   * The terminal is closed. `close` comes in the next turn of the event loop: what reads asynchronously
   * (Readable.wrap(), pipeline()) takes `close` before it has read everything for an error.
   */
  close(): void {
    if (this._closing) return;
    this._closing = true;
    setImmediate(() => this._side.inContext(() => this._tellClose()));
  }

  /** The program is reaped. @param flows whether the consumer reads. */
  reaped(exit: IExitEvent, flows: boolean): void {
    this._reaped = exit;
    if (this._stage === Stage.CloseTold) this._tellExit(Stage.Over);
    else if (!flows) this._hold();
  }

  /** The consumer has paused or resumed. */
  flowChanged(flows: boolean): void {
    clearTimeout(this._timer);
    if (!flows && this._reaped !== undefined && this._stage === Stage.Open) this._hold();
  }

  private _hold(): void {
    const tell = () => {
      if (this._stage === Stage.Open) this._tellExit(Stage.ExitTold);
    };
    this._timer = setTimeout(() => this._side.inContext(tell), PAUSED_EXIT_MS);
  }

  private _tellClose(): void {
    const before = this._stage;
    clearTimeout(this._timer);
    this._stage = before === Stage.ExitTold ? Stage.Over : Stage.CloseTold;
    this._side.close();
    if (before === Stage.ExitTold) this._side.over();
    else if (this._reaped !== undefined) this._tellExit(Stage.Over);
    else if (!this._hasProgram) this._settle(NO_PROGRAM);
  }

  private _tellExit(stage: Stage.ExitTold | Stage.Over): void {
    const exit = this._reaped as IExitEvent;
    this._stage = stage;
    this._resolveExited?.(exit);
    this._side.exit(exit);
    if (stage === Stage.Over) this._side.over();
  }

  private _settle(exit: IExitEvent): void {
    this._stage = Stage.Over;
    this._resolveExited?.(exit);
    this._side.over();
  }
}
