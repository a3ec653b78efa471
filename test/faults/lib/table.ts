// Tables of faults: one row is one fault, and what the caller has to hear of it.
import t, { type Test } from 'tap';
import { launchers } from '../../helpers/launcherNames';
import type { ErrorFacts, Job, Outcome, Trial, TrialResult, When } from './job';
import { answerFrom, type FaultyOptions, noShim, type RunFaulty, shimFor } from './shim';

const HOST = require.resolve('./host');
const WHENS: When[] = ['once', 'always'];

interface ExpectedError {
  code: string;
  syscall: string;
  /** Left out: the error has none. */
  path?: string | RegExp;
  /** What else the text says. */
  text?: RegExp;
}

export interface Row extends Omit<Job, 'trials'> {
  /** Default: the fault. */
  title?: string;
  /** How it is told: thrown whatever `spawnErrors` says, because there is no child... */
  thrown?: ExpectedError;
  /** ...or by a child that could not become its program: as `spawnErrors` says... */
  failed?: ExpectedError;
  /** ...or not at all, because there is another way. Which one. */
  fallback?: string;
  /** What comes of it without the fault. Default: the program starts. */
  otherwise?: ExpectedError;
  /** What a program prints that has started. Default: "started". */
  output?: RegExp;
  /** The exit code that is told when the fault has hit a program that has started. Default: 7. */
  exitCode?: number;
  /** Default: once, and always. */
  whens?: When[];
  /** 'each': a test for each. Default: the platform's. */
  launcher?: 'clone' | 'vfork' | 'posix_spawn' | 'each';
  /** Why this cannot be tried here. */
  skip?: string | false;
}

/** The code and the call; for reports. */
function briefly({ code, syscall, path }: ErrorFacts): string {
  return [code, syscall, path && `'${path}'`].filter(Boolean).join(' ');
}

function checkError(t: Test, found: ErrorFacts | undefined, expected: ExpectedError, name: string) {
  const { code, syscall, path, text } = expected;
  const { code: c, syscall: s, path: p } = found ?? { message: '' };
  t.match({ code: c, syscall: s, path: p }, { code, syscall, path }, `${name}: ${found?.message}`);
  if (path === undefined) t.equal(p, undefined, `${name}: no path`);
  t.ok((found?.errno ?? 0) < 0, `${name}: a negative errno`);
  if (text) t.match(found?.message, text, `${name}: its text`);
}

function checkStarted(t: Test, row: Row, outcome: Outcome, name: string, expected = 7) {
  const { exitCode, error, spawnError } = outcome;
  t.strictSame(
    { exitCode, error: error?.message, spawnError: spawnError?.message },
    { exitCode: row.use === 'open' ? 0 : expected, error: undefined, spawnError: undefined },
    `${name}: it works`,
  );
  if (row.use === undefined) {
    t.match(outcome.output, row.output ?? /^started\r\n$/, `${name}: its output is all there`);
  }
}

function checkFailed(
  t: Test,
  row: Row,
  trial: Trial,
  outcome: Outcome,
  expected: ExpectedError,
  name: string,
) {
  if (trial.spawnErrors === 'throw') {
    checkError(t, outcome.error, expected, `${name}: thrown`);
    return;
  }
  t.equal(outcome.error?.message, undefined, `${name}: does not throw`);
  t.strictSame([outcome.exitCode, outcome.signal], [1, 0], `${name}: exit code 1`);
  if (row.use !== undefined) return;
  checkError(t, outcome.spawnError, expected, `${name}: spawnError`);
  const words = outcome.spawnError?.message.split(': ').at(-1);
  t.match(outcome.output, new RegExp(`failed.: ${words}\r\n$`), `${name}: text`);
}

/** Checks what came of a call that the fault has hit. */
function checkHit(t: Test, row: Row, trial: Trial, outcome: Outcome, name: string) {
  if (row.thrown) checkError(t, outcome.error, row.thrown, `${name}: thrown`);
  else if (row.failed) checkFailed(t, row, trial, outcome, row.failed, name);
  else checkStarted(t, row, outcome, `${name}: ${row.fallback}`, row.exitCode);
}

/** Checks what came of a call that no fault has hit. */
function checkOther(t: Test, row: Row, trial: Trial, outcome: Outcome, name: string) {
  if (row.otherwise) checkFailed(t, row, trial, outcome, row.otherwise, name);
  else checkStarted(t, row, outcome, name);
}

function checkTrial(t: Test, row: Row, trial: TrialResult) {
  const name = trial.spawnErrors ? `${trial.when}, '${trial.spawnErrors}'` : trial.when;
  t.ok(trial.hits > 0, `${name}: ${trial.hits} calls were made to fail`);
  checkHit(t, row, trial, trial.faulty, name);
  t.strictSame(trial.residue, [], `${name}: nothing is kept`);
  if (trial.when === 'always') checkHit(t, row, trial, trial.second, `${name}, again`);
  else checkOther(t, row, trial, trial.second, `${name}, the next`);
  checkOther(t, row, trial, trial.healed, `${name}, when nothing fails any more`);
  t.strictSame(trial.residueAtEnd, [], `${name}: nothing is kept in the end`);
}

function trialsOf(row: Row): Trial[] {
  const whens = row.whens ?? WHENS;
  if (row.use !== undefined) return whens.map((when) => ({ when }));
  return whens.flatMap((when): Trial[] => [
    { when, spawnErrors: 'exit' },
    { when, spawnErrors: 'throw' },
  ]);
}

async function checkRow(
  t: Test,
  runFaulty: RunFaulty,
  row: Row,
  launcher: string | undefined,
  options: FaultyOptions,
) {
  const env = { ...options.env, ...(launcher && { FLATPTY_LAUNCHER: launcher }) };
  const trials = trialsOf(row);
  // A process has one I/O thread in its life, so each trial of its start needs a process.
  const jobs = row.first ? trials.map((trial) => [trial]) : [trials];
  const told = new Set<string>();
  for (const trials of jobs) {
    const job: Job = { ...row, trials };
    const end = await runFaulty(HOST, [JSON.stringify(job)], { ...options, env });
    for (const result of answerFrom<TrialResult[]>(end)) {
      checkTrial(t, row, result);
      const error = result.faulty.error ?? result.faulty.spawnError;
      told.add(error ? briefly(error) : `works: ${row.fallback}`);
    }
  }
  t.comment(`${row.title ?? row.fault}: ${[...told].join('; ')}`);
}

/** A test per row and launcher. @param options of the hosts, e.g. another uid. */
export function testRows(rows: Row[], options: FaultyOptions = {}): void {
  if (noShim) {
    t.test('faults', { skip: noShim }, () => {});
    return;
  }
  const runFaulty = shimFor(t);
  for (const row of rows) {
    const used = row.launcher === 'each' ? launchers : [row.launcher];
    for (const launcher of used) {
      const how = [row.use, launcher].filter(Boolean).join(', ');
      const title = `${row.title ?? row.fault}${how && ` (${how})`}`;
      t.test(title, { skip: row.skip }, (t) => checkRow(t, runFaulty, row, launcher, options));
    }
  }
}
