// What a test asks of the host under the shim (host.ts), and what it hears.
import type { IPtyForkOptions } from 'flatpty';
import type { Limit } from '#lib/errors';

/** The last part of a rule (shim/rules.h): once, always, nth=N, first=N. */
export type When = 'once' | 'always' | `nth=${number}` | `first=${number}`;

export interface Trial {
  when: When;
  spawnErrors?: 'throw' | 'exit';
}

export interface Job {
  /** Rules without their last part, e.g. `tcsetattr:EIO` or `TIOCGPTPEER:ENOTTY,open@slave:EIO`. */
  fault: string;
  /** What is called. Default: spawn. */
  use?: 'spawn' | 'open' | 'native.fork';
  file?: string;
  args?: string[];
  options?: IPtyForkOptions;
  /** FLATPTY_LAUNCHER; undefined for what the host was started with. */
  launcher?: string;
  /** The I/O thread does not run yet; one trial only. */
  first?: boolean;
  /** This many descriptors from 0 up are closed in the host when the fault strikes. */
  closed?: number;
  trials: Trial[];
}

/** What can be told of an ErrnoException in JSON. */
export interface ErrorFacts {
  code?: string;
  errno?: number;
  syscall?: string;
  path?: string;
  message: string;
  limit?: Limit;
}

/** What came of one call: an error, or how the program ended. */
export interface Outcome {
  error?: ErrorFacts;
  exitCode?: number;
  signal?: number;
  output?: string;
  spawnError?: ErrorFacts;
}

export interface TrialResult extends Trial {
  /** With the fault armed. */
  faulty: Outcome;
  /** How many calls the shim made to fail in it. */
  hits: number;
  /** What it left: descriptors, ptys, threads, zombies, by census, and live children. */
  residue: string[];
  /** The next one, with the fault still armed. */
  second: Outcome;
  /** The one after that, with the fault disarmed. */
  healed: Outcome;
  /** What all three left; empty for a `first` job, whose I/O thread stays. */
  residueAtEnd: string[];
}

/** What of an error survives JSON. */
export function facts(error: ErrorFacts): ErrorFacts {
  const { code, errno, syscall, path, message, limit } = error;
  return { code, errno, syscall, path, message, limit };
}
