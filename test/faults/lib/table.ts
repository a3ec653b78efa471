// Tables of faults: one row is one fault, and what the caller has to hear of it.
import t, { type Test } from 'tap';
import { launchers } from '../../helpers/launcherNames';
import { isFullSize } from '../../helpers/scale';
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

/**
 * At full size each time to fail with each way to tell; in a smaller run each of them once, and which
 * of them meet changes from row to row.
 */
function trialsOf(row: Row, at: number): Trial[] {
  const whens = row.whens ?? WHENS;
  if (row.use !== undefined) return whens.map((when) => ({ when }));
  const ways = ['exit', 'throw'] as const;
  const pairs = whens.length > 1 && !isFullSize;
  return whens.flatMap((when, i): Trial[] =>
    ways
      .filter((_, j) => !pairs || (i + j + at) % 2 === 0)
      .map((spawnErrors) => ({ when, spawnErrors })),
  );
}

/** One test: a row with one launcher. */
interface Case {
  title: string;
  row: Row;
  jobs: Job[];
}

function casesOf(rows: Row[]): Case[] {
  return rows.flatMap((row, at) => {
    const used = row.launcher === 'each' ? launchers : [row.launcher];
    return used.map((launcher, i): Case => {
      const how = [row.use, launcher].filter(Boolean).join(', ');
      const trials = trialsOf(row, at + i);
      // A process has one I/O thread in its life, so each trial of its start needs a process.
      const parts = row.first ? trials.map((trial) => [trial]) : [trials];
      return {
        title: `${row.title ?? row.fault}${how && ` (${how})`}`,
        row,
        jobs: parts.map((part) => ({ ...row, launcher, trials: part })),
      };
    });
  });
}

/**
 * Whether a case may have one host with others: not where a process finds another way when a call
 * fails, because it may stay with that way for good.
 */
const isSociable = ({ row }: Case) => !row.first && row.fallback === undefined && !row.skip;

class Hosts {
  private shared: Promise<TrialResult[][]> | undefined;
  private readonly together: Case[];

  public constructor(
    cases: Case[],
    private readonly runFaulty: RunFaulty,
    private readonly options: FaultyOptions,
  ) {
    this.together = cases.filter(isSociable);
  }

  private async run(jobs: Job[]): Promise<TrialResult[][]> {
    const end = await this.runFaulty(HOST, [JSON.stringify(jobs)], this.options);
    return answerFrom<TrialResult[][]>(end);
  }

  /** Does all jobs of a case; in a host of its own if the shared one dies, so that it names itself. */
  public async resultsOf(one: Case): Promise<TrialResult[]> {
    const place = this.together.indexOf(one);
    if (place !== -1) {
      this.shared ??= this.run(this.together.flatMap(({ jobs }) => jobs));
      const results = await this.shared.catch(() => undefined);
      if (results) return results[place] as TrialResult[];
    }
    const results: TrialResult[] = [];
    for (const job of one.jobs) results.push(...(await this.run([job])).flat());
    return results;
  }
}

function checkCase(t: Test, { row }: Case, results: TrialResult[]) {
  const told = new Set<string>();
  for (const result of results) {
    checkTrial(t, row, result);
    const error = result.faulty.error ?? result.faulty.spawnError;
    told.add(error ? briefly(error) : `works: ${row.fallback}`);
  }
  t.comment(`${row.title ?? row.fault}: ${[...told].join('; ')}`);
}

/** A test per row and launcher. @param options of the hosts, e.g. another uid. */
export function testRows(rows: Row[], options: FaultyOptions = {}): void {
  if (noShim) {
    t.test('faults', { skip: noShim }, () => {});
    return;
  }
  const cases = casesOf(rows);
  const hosts = new Hosts(cases, shimFor(t), options);
  for (const one of cases) {
    t.test(one.title, { skip: one.row.skip }, async (t) => {
      checkCase(t, one, await hosts.resultsOf(one));
    });
  }
}
