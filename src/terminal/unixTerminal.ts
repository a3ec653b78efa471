import * as path from 'node:path';
import { PtyEvent } from '../addon/addon';
import {
  abortError,
  invalidArgType,
  invalidArgValue,
  NOT_TO_BE_HAD,
  rethrowSystemError,
  type SpawnError,
  systemError,
} from '../errors';
import type { IPtyForkOptions, IPtyOpenOptions } from '../interfaces';
import { planSpawn, type SpawnPlan } from '../spawn/options';
import type { ArgvOrCommandLine } from '../types';
import type { KillableSession } from './killTree';
import { OwnCgroup } from './ownCgroup';
import { type OnPtyEvent, PtyHandle } from './ptyHandle';
import { Terminal } from './terminal';
import { UnixPair } from './unixPair';

/**
 * The terminal of open() that the program is to run on, if any.
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`.
 */
function sharedTerminal({ slave, limits }: SpawnPlan): UnixPair | undefined {
  if (slave === undefined) return undefined;
  if (!(slave instanceof UnixPair)) {
    throw invalidArgType('slave', 'a terminal that open() has returned', slave);
  }
  if (!slave.handleOfMaster().isOpen) throw invalidArgValue('slave', 'must not be closed');
  if (limits.maxOutput !== undefined) {
    throw invalidArgValue('maxOutput', "does not go with slave: the output is the slave's");
  }
  return slave;
}

/** The program has no output of its own: the end of that comes with its exit. */
function startOn(master: PtyHandle, plan: SpawnPlan, onEvent: OnPtyEvent): PtyHandle {
  return PtyHandle.spawnOn(master, plan.request, (event, value, signal) => {
    if (event === PtyEvent.Exit) onEvent(PtyEvent.End);
    onEvent(event, value, signal);
  });
}

function start(plan: SpawnPlan, on: UnixPair | undefined, onEvent: OnPtyEvent): PtyHandle {
  const { request } = plan;
  try {
    if (on !== undefined) return startOn(on.handleOfMaster(), plan, onEvent);
    return PtyHandle.spawn(request, onEvent);
  } catch (error) {
    // With spawnErrors: 'throw' it may be the program's fault as well.
    const words = request.throwOnFailure ? '' : `: ${NOT_TO_BE_HAD},`;
    rethrowSystemError(error, `spawn ${request.file}${words}`, request.argv.slice(1));
  }
}

/** What child_failure.cc calls the joining of a cgroup. */
const CGROUP_STAGE = 'write(cgroup.procs)';

/** A terminal with a program in it, on Linux, macOS and the BSDs. */
export class UnixTerminal extends Terminal {
  private readonly _args: string[];
  private readonly _cwd: string;
  private readonly _cgroup: string;
  private readonly _subreaper: boolean;
  /** Other programs may have its terminal too. */
  private readonly _shares: boolean;

  /**
   * Starts `file` with `args` on a new terminal.
   * @throws ErrnoException when no terminal or process can be made, and, with
   *   `spawnErrors: 'throw'`, when the program cannot be started; `AbortError` when `signal` is
   *   aborted already; and as planSpawn.
   */
  constructor(file?: string, args?: ArgvOrCommandLine | null, options?: IPtyForkOptions | null) {
    const plan = planSpawn(file, args, options);
    const { signal } = plan.limits;
    if (signal?.aborted) throw abortError(signal);
    const on = sharedTerminal(plan);
    const { request, encoding, name } = plan;
    super(options, {
      cols: on?.cols ?? request.cols,
      rows: on?.rows ?? request.rows,
      file: request.file,
      name,
      encoding,
      hasProgram: true,
      open: (onEvent) => start(plan, on, onEvent),
    });
    this._args = request.argv.slice(1);
    this._cwd = request.cwd;
    this._cgroup = request.cgroup;
    this._subreaper = request.subreaper;
    this._shares = on !== undefined;
    this._limitBy(plan.limits);
  }

  /** Opens a terminal without a program. */
  static open(options?: IPtyOpenOptions | null): UnixPair {
    return new UnixPair(options);
  }

  protected override _containment(): Pick<KillableSession, 'cgroup' | 'subreaper'> {
    const cgroup = this._cgroup === '' ? {} : { cgroup: new OwnCgroup(path.dirname(this._cgroup)) };
    return { ...cgroup, subreaper: this._subreaper };
  }

  /** Without the terminal's name: what else has that open is no stray of this program. */
  protected override get _session(): KillableSession | undefined {
    const session = super._session;
    return session && this._shares ? { ...session, slaveName: '' } : session;
  }

  protected override _findSpawnError(): SpawnError | null | undefined {
    const failure = this._native.launchState();
    if (!failure) return failure;
    const { atCwd, ...facts } = failure;
    const atCgroup = failure.syscall === CGROUP_STAGE;
    const path = atCwd ? this._cwd : atCgroup ? this._cgroup : this._file;
    return systemError({ ...facts, path }, `spawn ${this._file}`, this._args);
  }
}
