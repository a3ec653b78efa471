// What a test asks of streamHost.ts, and what it hears.
import type { When } from './job';

export interface StreamJob {
  /**
   * `print`: a program prints a text and exits. `echo`: a text is written to a program, which
   * writes it back.
   */
  way: 'print' | 'echo';
  bytes: number;
  fault: string;
  when: When;
  /** Whether what is written does not come back, by design. */
  lost: boolean;
  /** FLATPTY_LAUNCHER; empty for the platform's. */
  launcher: string;
}

export interface StreamResult {
  hits: number;
  /** How what came differs from what should have; `same` is the good answer. */
  difference: string;
  /** Of `echo`, a line written when nothing fails any more: whether it came back. */
  after?: boolean;
  exitCode: number;
  signal?: number;
  /** `data`s as one, `close` and `exit`, in order. */
  events: string[];
  residue: string[];
}
