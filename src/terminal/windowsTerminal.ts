import { addonDir } from '../addon/addon';
import { abortError, asSystemError, type SpawnError, systemError } from '../errors';
import type {
  IPtyForkOptions,
  IWindowsPtyForkOptions,
  KillTreeOptions,
  KillTreeResult,
  SessionProcess,
} from '../interfaces';
import { planWindowsSpawn, type WindowsPlan } from '../spawn/windowsPlan';
import type { ArgvOrCommandLine } from '../types';
import { onAbort } from './abortGroup';
import { type OnPtyEvent, PtyHandle } from './ptyHandle';
import { Terminal } from './terminal';
import { WindowsAgent } from './windowsAgent';
import { jobProcesses, killJob } from './windowsTree';

/** What kill() and destroy() ask of the addon: end what is attached to the console. */
const END = 15;

const spawnArgs = ({ args }: WindowsPlan) => (typeof args === 'string' ? [args] : args);

/** As child_process: an error of a call that knows no path has the program's. */
function withPath<E extends Error>(error: E, plan: WindowsPlan): E {
  const failure = error as NodeJS.ErrnoException;
  if (failure.syscall !== undefined) failure.path ??= plan.file;
  return error;
}

function start(plan: WindowsPlan, onEvent: OnPtyEvent): PtyHandle {
  try {
    return PtyHandle.spawn(plan.request, onEvent);
  } catch (error) {
    throw withPath(asSystemError(error, `spawn ${plan.file}`, spawnArgs(plan)), plan);
  }
}

/** A terminal with a program in it, on Windows: a pseudo console (ConPTY). */
export class WindowsTerminal extends Terminal {
  /** What node-pty has under this name, as far as programs reach for it. */
  declare readonly _agent: WindowsAgent;
  /** node-pty holds calls back until the first output; nothing is held back here. */
  readonly _isReady = true;
  readonly _deferreds: unknown[] = [];

  private readonly _plan: WindowsPlan;

  /**
   * Starts `file` with `args` on a new pseudo console.
   * @throws Error `ENOENT` "File not found: "; ErrnoException when no console can be made (`ENOSYS` before
   *   Windows 10 1809) and, with `spawnErrors: 'throw'`, when the program cannot be started; `AbortError` when
   *   `signal` is aborted already; and as planWindowsSpawn.
   */
  constructor(
    file?: string,
    args?: ArgvOrCommandLine | null,
    options?: IPtyForkOptions | IWindowsPtyForkOptions | null,
  ) {
    const plan = planWindowsSpawn(file, args, options, addonDir);
    if (plan.signal?.aborted) throw abortError(plan.signal);
    const { request, encoding, name } = plan;
    super(options, {
      cols: request.cols,
      rows: request.rows,
      file: plan.file,
      name,
      encoding,
      hasProgram: true,
      open: (onEvent) => start(plan, onEvent),
    });
    this._plan = plan;
    let agent: WindowsAgent | undefined;
    const made = () => {
      agent ??= new WindowsAgent(this, this._socket, this._native);
      return agent;
    };
    // Made when it is asked for, as the stream in it.
    Object.defineProperty(this, '_agent', { get: made, configurable: true });
    if (plan.signal) {
      try {
        this.exited.then(onAbort(plan.signal, () => this.kill()));
      } catch (error) {
        this.destroy(); // the caller gets no terminal to do it
        throw error;
      }
    }
  }

  /** @throws Error always: a pseudo console cannot be without a program. */
  static open(): never {
    throw new Error('open() not supported on windows, use Fork() instead.');
  }

  /** As node-pty: the terminal's name, because no call on Windows tells the foreground program. */
  override get process(): string {
    return this._name;
  }
  override get foregroundPid(): undefined {
    return undefined;
  }
  get master(): never {
    throw new Error('master is not supported on Windows');
  }
  get slave(): never {
    throw new Error('slave is not supported on Windows');
  }

  protected override _findSpawnError(): SpawnError | null | undefined {
    const failure = this._native.launchState();
    if (!failure) return failure;
    const error = systemError(failure, `spawn ${this._file}`, spawnArgs(this._plan));
    return withPath(error, this._plan);
  }

  /** Asks a conpty.dll to forget what is above the prompt. The system's pseudo console has no such call. */
  override clear(): void {
    this._native.clear();
  }

  /**
   * Ends what is attached to the console: each program gets CTRL_CLOSE_EVENT, and is terminated half a second
   * later. Windows has no signals.
   * @throws Error when a signal is given, as node-pty.
   */
  override kill(signal?: string | number): void {
    if (signal) throw new Error('Signals not supported on windows.');
    this._native.kill(END);
  }

  override destroy(error?: Error | null): void {
    this._native.kill(END);
    this._destroyLine(error);
  }

  override killTree(options?: KillTreeOptions | null): Promise<KillTreeResult> {
    return killJob(this._native, options);
  }

  override async processes(): Promise<SessionProcess[]> {
    return jobProcesses(this._native);
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    this.destroy();
    await this.exited; // which the half second of kill() bounds
  }
}
