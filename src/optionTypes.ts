// The public types of what spawn() and open() are given.

/** Options of spawn(), on every platform. Unknown options are ignored. */
export interface IBasePtyForkOptions {
  /** The terminal's name, given to the program as TERM. Default: `env.TERM`, else `xterm`. */
  name?: string;
  /** Columns, an integer from 1 to 65535. Default: 80. */
  cols?: number;
  /** Rows, an integer from 1 to 65535. Default: 24. */
  rows?: number;
  /** Where the program starts. Default: where this process is. */
  cwd?: string;
  /**
   * The program's environment; entries of undefined are left out. Default: this process's, less
   * the variables that belong to the terminal around it (TMUX, STY, COLUMNS, ...).
   */
  env?: { [key: string]: string | undefined };
  /** How output is decoded, and strings are typed. Default: `utf8`. null: Buffers, and `utf8`. */
  encoding?: string | null;
  /** Have write() take `flowControlPause` and `flowControlResume` as pause() and resume(). */
  handleFlowControl?: boolean;
  /** Default: XOFF, `\x13`. */
  flowControlPause?: string;
  /** Default: XON, `\x11`. */
  flowControlResume?: string;

  /**
   * What becomes of a program that cannot be started. `'exit'`, the default and node-pty's way: the
   * reason is printed in the terminal and the exit code is 1. `'throw'`: spawn() throws an
   * ErrnoException with code, errno, syscall, path and spawnargs.
   */
  spawnErrors?: 'exit' | 'throw';
  /** Aborting it signals the program with `killSignal`. */
  signal?: AbortSignal;
  /** A name or a number, as kill() takes it. Default: `SIGHUP`. */
  killSignal?: string | number;
  /** Milliseconds after which the program gets `killSignal`. Default: 0, never. */
  timeout?: number;
  /**
   * Bytes of output (text counts as UTF-8) that listeners and loops get; what comes after is dropped, and
   * the program gets `killSignal`. Default: no limit.
   */
  maxOutput?: number;
  /**
   * Milliseconds from `killSignal` to SIGKILL, where `signal`, `timeout` or `maxOutput` ends the program.
   * Default: never; with `killTree` 2000.
   */
  forceKillAfter?: number;
  /** Have `signal`, `timeout` and `maxOutput` end all that runs in the terminal, as killTree() does. */
  killTree?: boolean;
  /** argv[0] of the program, e.g. `-sh` for a login shell. Default: the file. */
  argv0?: string;
  /** The terminal's size in pixels, for programs that draw images. Default: 0, unknown. */
  pixelSize?: { width: number; height: number };
}

/** Options of spawn() on Linux and macOS. */
export interface IPtyForkOptions extends IBasePtyForkOptions {
  /** The program's user. It keeps no supplementary groups but `groups`. */
  uid?: number;
  /** The program's group. */
  gid?: number;
  /**
   * Linux only: the folder of a cgroup that the program joins before it runs, absolute, for this terminal
   * alone. Everything in it counts as the terminal's: killTree() ends it by cgroup.kill (Linux 5.14,
   * cgroups(7)), what has left the session included. The caller makes the folder and removes it.
   */
  cgroup?: string;
  /**
   * Linux only: orphans below the program become its children (PR_SET_CHILD_SUBREAPER, prctl(2)) instead
   * of init's. So killTree() finds and ends daemons that it has started, while the program lives. A shell
   * reaps them; a program that does not wait for children it has not started keeps them as zombies.
   */
  subreaper?: boolean;
  /** The program's supplementary groups. Default, when uid or gid is given: only the gid. */
  groups?: number[];
  /**
   * The terminal's first modes. Default: cooked, with echo, and `utf8` (IUTF8: a backspace erases a
   * whole character) unless `encoding` is another one than UTF-8.
   */
  termios?: { raw?: boolean; echo?: boolean; utf8?: boolean };
}

/** Options of spawn() on Windows; accepted and ignored elsewhere. */
export interface IWindowsPtyForkOptions extends IBasePtyForkOptions {
  /** @deprecated ConPTY is always used. */
  useConpty?: boolean;
  /**
   * Use a conpty.dll in place of the system's console: the one at this absolute path, or with `true` the
   * one in `conpty/` beside the addon. flatpty ships none; docs/windows.md says how to add it.
   */
  useConptyDll?: boolean | string;
  /** Have the program find the cursor where it is. */
  conptyInheritCursor?: boolean;
  /**
   * Whether flatpty answers what the console host itself asks the terminal before the program starts,
   * and takes those questions out of the output. Default: true. false leaves them to a terminal
   * emulator; without one the program starts up to 3 s late.
   */
  conptyAnswers?: boolean;
}

/** Options of open(). */
export interface IPtyOpenOptions {
  /** Columns, an integer from 1 to 65535. Default: 80. */
  cols?: number;
  /** Rows, an integer from 1 to 65535. Default: 24. */
  rows?: number;
  /** How both ends are decoded. Default: `utf8`. null: Buffers. */
  encoding?: string | null;
}
