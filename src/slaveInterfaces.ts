// The public types of programs that share a terminal: spawn() with the option `slave`.
import type {
  BinaryOpenPty,
  IPty,
  IPtyForkOptions,
  KillReason,
  KillTreeOptions,
  KillTreeResult,
  OpenPty,
  PtyAdditions,
  SessionProcess,
} from './interfaces';
import type { IExitEvent } from './types';

/** Options that the terminal has already, or that are about its output. */
type OfTheTerminal =
  | 'cols'
  | 'rows'
  | 'pixelSize'
  | 'termios'
  | 'encoding'
  | 'maxOutput'
  | 'handleFlowControl'
  | 'flowControlPause'
  | 'flowControlResume';

/** Options of spawn() for a program on a terminal of open(). Not on Windows. */
export interface IPtySlaveOptions extends Omit<IPtyForkOptions, OfTheTerminal> {
  /**
   * The terminal, as open() has returned it. Any number of programs may run on it, one after the other or
   * together. Each leads a session of its own. The first one is controlled by the terminal: ^C, job control and
   * the hang-up at its end reach that session alone, until its leader has ended; then the next program
   * that is spawned takes its place. The others read and write the same terminal and nothing else.
   * @see tty_ioctl(4), TIOCSCTTY
   */
  slave: OpenPty | BinaryOpenPty;
}

/**
 * A program on a terminal of open(), which stays its caller's: that terminal has the output, the input and
 * the size, and is not closed when the program ends.
 */
export interface PtyProgram
  extends Pick<PtyAdditions<string>, typeof Symbol.dispose | typeof Symbol.asyncDispose> {
  /** The program's process id. */
  readonly pid: number;
  /** The slave's path, e.g. `/dev/pts/3`. */
  readonly ptsName: string;
  /** The program's end, once. A late listener hears of it too. */
  readonly onExit: IPty['onExit'];
  /** Resolves with the program's end; never rejects. The last output may come later. */
  readonly exited: Promise<IExitEvent>;
  /** As in PtyAdditions. */
  readonly exitCode: number | null;
  /** As in PtyAdditions. */
  readonly signalCode: NodeJS.Signals | null;
  /** As in PtyAdditions. */
  readonly spawnError: PtyAdditions<string>['spawnError'];
  /** As in PtyAdditions. */
  readonly killReason: KillReason | undefined;
  /** As in PtyAdditions. */
  kill: PtyAdditions<string>['kill'];
  /** Ends what runs in the program's session; other programs on the terminal go on. As in PtyAdditions. */
  killTree(options?: KillTreeOptions | null): Promise<KillTreeResult>;
  /** The living processes of the program's session, by pid. */
  processes(): Promise<SessionProcess[]>;
  /** Keeps the event loop alive while the program runs; the default. */
  ref(): void;
  /** Lets this process exit although the program runs. */
  unref(): void;
}
