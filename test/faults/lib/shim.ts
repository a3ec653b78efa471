// Runs a node script with test/faults/shim between it and libc.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { compile } from '../../helpers/compile';
import { CC, CC_WORDS } from '../../helpers/compiler';
import { type Conditions, conditionsFor } from '../../helpers/conditions';
import { folder } from '../../helpers/folder';
import type { ProgramEnd, ProgramOptions } from '../../helpers/runScript';

const SOURCES = path.join(__dirname, '../../../test/faults/shim');
const MAIN = 'rules.c';
const STARTER = 'refuse_one.c';

/** For a host to do its job in, hanging calls included; in ms. */
const LIMIT_MS = 120_000;

interface Report {
  header: { glibcVersionRuntime?: string };
}

function reasonAgainst(): string | undefined {
  if (process.platform !== 'linux') return 'the fault shim is for Linux';
  const { header } = process.report.getReport() as unknown as Report;
  if (!header.glibcVersionRuntime) return 'the fault shim is for glibc';
  if (spawnSync(CC, [...CC_WORDS, '--version']).error) return 'no C compiler here';
  return undefined;
}

/** Why nothing can be made to fail here; undefined when it can. For tap's `skip`. */
export const noShim: string | undefined = reasonAgainst();

export interface FaultyOptions extends ProgramOptions {
  /** What else the host finds. */
  conditions?: Conditions;
}

/** How a script ended under the shim, and what it has written to its answer file. */
export interface FaultyEnd extends ProgramEnd {
  answer: string;
}

/** Runs a script under the shim; it is given `args` and the path of a file for its answer. */
export type RunFaulty = (
  script: string,
  args: string[],
  options?: FaultyOptions,
) => Promise<FaultyEnd>;

/** The answer, from JSON. @throws Error when the script did not end with exit code 0. */
export function answerFrom<T>({ exitCode, signal, stderr, answer }: FaultyEnd): T {
  if (exitCode === 0) return JSON.parse(answer) as T;
  throw new Error(`the host ended with ${signal ?? `exit code ${exitCode}`}\n${stderr}`);
}

/** What runs scripts under the shim, for the length of the test `t`; not to be called if `noShim`. */
export function shimFor(t: Test): RunFaulty {
  if (noShim) return () => Promise.reject(new Error(noShim));
  const others = readdirSync(SOURCES).filter(
    (name) => name.endsWith('.c') && name !== MAIN && name !== STARTER,
  );
  const shim = compile(t, `../faults/shim/${MAIN}`, [
    '-O2', // vfork's wrapper must end in a jump
    '-D_GNU_SOURCE',
    ...['-shared', '-fPIC', '-fexceptions', '-Wl,-z,now'],
    ...others.map((name) => path.join(SOURCES, name)),
  ]);
  const starter = compile(t, `../faults/shim/${STARTER}`, ['-D_GNU_SOURCE']);
  const runUnder = conditionsFor(t);
  const answers = folder(t);
  // A host that is another user has to get at them.
  for (const program of [shim, starter]) chmodSync(path.dirname(program), 0o755);
  chmodSync(answers, 0o777);
  let count = 0;

  return async (script, args, { conditions = {}, ...options } = {}) => {
    const answer = path.join(answers, `${count++}.json`);
    const env = { ...options.env, LD_PRELOAD: shim, FAULT_STARTER: starter, FAULT: '' };
    const end = await runUnder(conditions, script, [...args, answer], {
      limitMs: LIMIT_MS,
      ...options,
      env,
    });
    return { ...end, answer: existsSync(answer) ? readFileSync(answer, 'utf8') : '' };
  };
}
