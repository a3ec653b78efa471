import {
  abortError,
  NOT_TO_BE_HAD,
  rethrowSystemError,
  type SpawnError,
  systemError,
} from '../errors';
import type { IPtyForkOptions, IPtyOpenOptions } from '../interfaces';
import { planSpawn, type SpawnPlan } from '../spawn/options';
import type { ArgvOrCommandLine } from '../types';
import { onAbort } from './abortGroup';
import { PtyHandle } from './ptyHandle';
import { PtySocket } from './ptySocket';
import { Terminal } from './terminal';
import { UnixPair } from './unixPair';

/** A terminal with a program in it, on Linux, macOS and the BSDs. */
export class UnixTerminal extends Terminal {
  /**
   * Starts `file` with `args` on a new terminal.
   * @throws ErrnoException when there is no terminal or no process to be had, and, with
   *   `spawnErrors: 'throw'`, when the program cannot be started; `AbortError` when `signal` is
   *   aborted already; and as planSpawn.
   */
  constructor(file?: string, args?: ArgvOrCommandLine | null, options?: IPtyForkOptions | null) {
    super(options);
    const plan = planSpawn(file, args, options);
    if (plan.signal?.aborted) throw abortError(plan.signal);
    this._args = plan.request.argv.slice(1);
    this._cwd = plan.request.cwd;
    const socket = new PtySocket(plan.encoding);
    const native = this._spawn(plan, socket);
    socket.attach(native);
    this._pid = native.pid;
    this._pty = native.ptsName;
    this._cols = plan.request.cols;
    this._rows = plan.request.rows;
    this._file = plan.request.file;
    this._name = plan.name;
    this._attach(socket, plan.encoding);
    if (plan.signal) {
      try {
        this._killOnAbort(plan.signal, plan.killSignal);
      } catch (error) {
        this.destroy(); // the caller gets no terminal to do it
        throw error;
      }
    }
  }

  /** Opens a terminal without a program. */
  static open(options?: IPtyOpenOptions | null): UnixPair {
    return new UnixPair(options);
  }

  private readonly _args: string[];
  private readonly _cwd: string;
  private _spawnError: SpawnError | null | undefined; // null: none, and there will be none; undefined: not known yet

  override get spawnError(): SpawnError | undefined {
    if (this._spawnError === undefined) this._spawnError = this._findSpawnError();
    return this._spawnError ?? undefined;
  }

  private _findSpawnError(): SpawnError | null | undefined {
    const failure = this._native?.launchState();
    if (!failure) return failure;
    const { atCwd, ...facts } = failure;
    const path = atCwd ? this._cwd : this._file;
    return systemError({ ...facts, path }, `spawn ${this._file}`, this._args);
  }

  private _spawn({ request }: SpawnPlan, socket: PtySocket): PtyHandle {
    try {
      return PtyHandle.spawn(request, socket.onEvent);
    } catch (error) {
      // With spawnErrors: 'throw' it may be the program's fault as well.
      const words = request.throwOnFailure ? '' : `: ${NOT_TO_BE_HAD},`;
      rethrowSystemError(error, `spawn ${request.file}${words}`, this._args);
    }
  }

  private _killOnAbort(signal: AbortSignal, killSignal: number | undefined): void {
    const leave = onAbort(signal, () => this.kill(killSignal));
    this.exited.then(leave);
  }
}
