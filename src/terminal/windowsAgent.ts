import type { Duplex } from 'node:stream';
import type { PtyHandle } from './ptyHandle';
import { jobPids } from './windowsTree';

/** The part of WindowsTerminal that its agent stands for. */
interface Ends {
  readonly exitCode: number | null;
  kill(): void;
  clear(): void;
  resize(cols: number, rows: number): void;
}

/**
 * node-pty's `_agent`, which programs reach for to write past write(), or to look at the processes of a terminal.
 * It owns nothing: all of it is the terminal's.
 */
export class WindowsAgent {
  readonly inSocket: Duplex;
  readonly outSocket: Duplex;
  readonly innerPid: number;
  /** There is no descriptor. */
  readonly fd = -1;
  readonly pty: number;

  constructor(
    private readonly _terminal: Ends,
    socket: Duplex,
    private readonly _native: PtyHandle,
  ) {
    this.inSocket = socket;
    this.outSocket = socket;
    this.innerPid = _native.pid;
    this.pty = _native.id;
  }

  get _inSocket(): Duplex {
    return this.inSocket;
  }
  get _outSocket(): Duplex {
    return this.outSocket;
  }
  get _innerPid(): number {
    return this.innerPid;
  }
  /** undefined while the program runs. */
  get exitCode(): number | undefined {
    return this._terminal.exitCode ?? undefined;
  }

  /** Pids of what the program has started and of itself; by the job object, not by a helper process. */
  _getConsoleProcessList(): Promise<number[]> {
    return Promise.resolve(jobPids(this._native));
  }

  kill(): void {
    this._terminal.kill();
  }
  clear(): void {
    this._terminal.clear();
  }
  resize(cols: number, rows: number): void {
    this._terminal.resize(cols, rows);
  }
}
