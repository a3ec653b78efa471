// node-pty's `native`: its addon's functions with their positional arguments, over our core. The
// caller owns the descriptors they return; nothing here reads, writes or closes them.
import { systemError } from './errors';
import { binding, chooseLauncher, type NativeSettings, PtyEvent } from './native';

function settings(cols: number, rows: number, xPixels = 0, yPixels = 0): NativeSettings {
  return { cols, rows, xPixels, yPixels, utf8: true, raw: false, echo: true };
}

/** Runs `call`; a system error gets a code. */
function named<T>(what: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    const failure = error as { errno?: number; syscall?: string; message: string };
    if (failure.errno === undefined || failure.syscall === undefined) throw error;
    throw systemError(failure as Parameters<typeof systemError>[0], what);
  }
}

/** node-pty's `native`, for programs that reach for it. */
export const native = {
  /**
   * Starts a program; `onexit` is called with its exit code and signal number.
   * @returns the master's descriptor, which the caller reads and closes, the pid and slave's name.
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
    _helper: string,
    onexit: (code: number, signal: number) => void,
  ): { fd: number; pid: number; pty: string } {
    const request = {
      ...settings(cols, rows),
      file,
      argv: [file, ...args],
      env,
      cwd,
      utf8,
      uid: uid === -1 ? undefined : uid,
      gid: gid === -1 ? undefined : gid,
      groups: undefined,
      ...chooseLauncher(),
      throwOnFailure: false,
    };
    return named('fork', () =>
      binding.spawnRaw(request, (event, code, signal) => {
        if (event === PtyEvent.Exit) onexit(code as number, signal as number);
      }),
    );
  },

  /** Opens a pty. The caller closes both descriptors. */
  open(cols: number, rows: number): { master: number; slave: number; pty: string } {
    return named('open', () => binding.openRaw(settings(cols, rows)));
  },

  /** Sets the size of the terminal behind `fd`. */
  resize(fd: number, cols: number, rows: number, xPixels?: number, yPixels?: number): void {
    named('resize', () => binding.resizeRaw(fd, settings(cols, rows, xPixels, yPixels)));
  },

  /** The name of the foreground process of the terminal behind `fd`; undefined when unknown. */
  process(fd: number, _pty?: string): string | undefined {
    const group = binding.foregroundGroupRaw(fd);
    return (group > 0 && binding.processName(group)) || undefined;
  },
};
