// node-pty's `native`: its addon's functions with their positional arguments, over our core. The
// caller owns the descriptors they return; nothing here reads, writes or closes them.

import { binding, helperFor, launcherName, type NativeSettings, PtyEvent } from '../addon/addon';
import { NOT_TO_BE_HAD, resizeError, rethrowSystemError, usage } from '../errors';
import { withoutNul } from '../spawn/childEnv';
import { PtyHandle } from '../terminal/ptyHandle';

function settings(cols: number, rows: number, xPixels = 0, yPixels = 0): NativeSettings {
  return {
    cols,
    rows,
    xPixels,
    yPixels,
    utf8: false,
    decode: false,
    raw: false,
    echo: true,
    kernelModes: true,
  };
}

const areNumbers = (...values: unknown[]) => values.every((value) => typeof value === 'number');
const areStrings = (values: unknown[]) => values.every((value) => typeof value === 'string');

/** A list of C strings. @throws TypeError. */
function texts(name: string, values: unknown[], call: string): string[] {
  if (!areStrings(values)) throw usage(call);
  return values.map((value) => withoutNul(name, value as string));
}

const FORK = 'fork(file, args, env, cwd, cols, rows, uid, gid, utf8, helperPath, onexit)';
const OPEN = 'open(cols, rows)';
const RESIZE = 'resize(fd, cols, rows, xPixel, yPixel)';
const PROCESS = 'process(fd, tty)';

/**
 * node-pty's `native`, for programs that reach for it. Every function throws a TypeError
 * `ERR_INVALID_ARG_TYPE` for arguments of the wrong kind.
 */
export const native = {
  /**
   * Starts a program; `onexit` is called with its exit code and signal number.
   * @returns the master's descriptor, which the caller reads and closes, the pid and slave's name.
   * @throws ErrnoException when no terminal or process can be made.
   */
  fork(
    file: string,
    args: string[],
    env: string[],
    cwd: string,
    cols: number,
    rows: number,
    uid: number,
    gid: number,
    utf8: boolean,
    helperPath: string,
    onexit: (code: number, signal: number) => void,
  ): { fd: number; pid: number; pty: string } {
    const right =
      areStrings([file, cwd, helperPath]) &&
      Array.isArray(args) &&
      Array.isArray(env) &&
      areNumbers(cols, rows, uid, gid) &&
      typeof utf8 === 'boolean' &&
      typeof onexit === 'function';
    if (!right) throw usage(FORK);
    const launcher = launcherName();
    const request = {
      ...settings(cols, rows),
      file: withoutNul('file', file),
      argv: [file, ...texts('args', args, FORK)],
      env: texts('env', env, FORK)
        .map((text) => `${text}\0`)
        .join(''),
      cwd: withoutNul('cwd', cwd),
      utf8,
      kernelModes: false,
      uid: uid === -1 ? undefined : uid,
      gid: gid === -1 ? undefined : gid,
      groups: undefined,
      cgroup: '',
      subreaper: false,
      launcher,
      helper: helperFor(launcher),
      throwOnFailure: false,
    };
    try {
      return PtyHandle.spawnRaw(request, (event, code, signal) => {
        if (event === PtyEvent.Exit) onexit(code as number, signal as number);
      });
    } catch (error) {
      rethrowSystemError(error, `${NOT_TO_BE_HAD},`);
    }
  },

  /**
   * Opens a pty, with the modes that the kernel gives it. The caller closes both descriptors.
   * @throws ErrnoException when no terminal can be made.
   */
  open(cols: number, rows: number): { master: number; slave: number; pty: string } {
    if (!areNumbers(cols, rows)) throw usage(OPEN);
    try {
      return binding.openRaw(settings(cols, rows));
    } catch (error) {
      rethrowSystemError(error, 'openpty(3) failed,');
    }
  },

  /**
   * Sets the size of the terminal behind `fd`, in columns, rows and, default 0, pixels.
   * @throws ErrnoException, e.g. `EBADF` or `ENOTTY`.
   */
  resize(fd: number, cols: number, rows: number, xPixels?: number, yPixels?: number): void {
    if (!areNumbers(fd, cols, rows, xPixels ?? 0, yPixels ?? 0)) throw usage(RESIZE);
    try {
      binding.resizeRaw(fd, settings(cols, rows, xPixels, yPixels));
    } catch (error) {
      throw resizeError(error);
    }
  },

  /** The name of the foreground process of the terminal behind `fd`; undefined when unknown. */
  process(fd: number, _pty?: string): string | undefined {
    if (!areNumbers(fd)) throw usage(PROCESS);
    const group = binding.foregroundGroupRaw(fd);
    return (group > 0 && binding.processName(group)) || undefined;
  },
};
