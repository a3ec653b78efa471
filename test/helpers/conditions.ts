import type { Test } from 'tap';
import { compile } from './compile';
import { type ProgramEnd, type ProgramOptions, runProgram } from './runScript';

/** What a host finds; see test/fixtures/under_conditions.c. */
export interface Conditions {
  /** System call numbers, each with the errno it fails with. */
  refuse?: [number: number, errno: number][];
  /** Descriptors that are open and not close-on-exec. */
  inherit?: number[];
  /** Descriptors that are closed. */
  close?: number[];
  /** RLIMIT_NOFILE. */
  nofile?: number;
  /** Flags of personality(2). */
  personality?: number;
  /** A program that starts the host, and the words before the host's. Default: none. */
  through?: string[];
}

/** Runs a node script under these conditions, to its end. */
export type RunUnder = (
  conditions: Conditions,
  script: string,
  args?: string[],
  options?: ProgramOptions,
) => Promise<ProgramEnd>;

/** What starts node scripts under conditions, for the length of the test `t`. */
export function conditionsFor(t: Test): RunUnder {
  const launcher = compile(t, 'under_conditions.c');
  return (conditions, script, args = [], options = {}) => {
    const { refuse = [], inherit = [], close = [], nofile, personality, through = [] } = conditions;
    const words = [
      ...inherit.flatMap((fd) => ['inherit', fd]),
      ...close.flatMap((fd) => ['close', fd]),
      ...(nofile === undefined ? [] : ['nofile', nofile]),
      ...(personality === undefined ? [] : ['personality', personality]),
      ...refuse.flatMap(([number, errno]) => ['refuse', number, errno]),
    ];
    const host = [...words.map(String), '--', process.execPath, script, ...args];
    const [file, ...rest] = [...through, launcher, ...host] as [string, ...string[]];
    return runProgram(file, rest, options);
  };
}

/** What a script printed as JSON. @throws Error when it did not end with exit code 0. */
export function answerIn<T>({ exitCode, signal, stdout, stderr }: ProgramEnd): T {
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}, signal ${signal}\n${stderr}`);
  return JSON.parse(stdout) as T;
}
