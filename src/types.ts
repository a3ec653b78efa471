// Small shared types, under the path that node-pty's users import (lib/types).

/** Arguments as a list, or, on Windows only, as one escaped command line. */
export type ArgvOrCommandLine = string[] | string;

/** What ended a terminal's program. */
export interface IExitEvent {
  /** The exit code; 0 when a signal ended the program. -1: somebody else has reaped it. */
  exitCode: number;
  /** The number of the signal that ended the program; 0 or undefined when it exited by itself. */
  signal: number | undefined;
}

/** Something that can be undone. */
export interface IDisposable {
  /** Undoes it; harmless when called again. */
  dispose(): void;
}

/** Call it with a listener to subscribe. */
// biome-ignore lint/suspicious/noExplicitAny: node-pty's declaration; a listener may return anything
export type IEvent<T> = (listener: (e: T) => any) => IDisposable;
