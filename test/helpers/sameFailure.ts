import { constants } from 'node:os';
import type { Test } from 'tap';
import type { FailingLaunch, Failure } from '../fixtures/failing-launches';

export interface ExpectedFailure {
  code: string;
  syscall: string;
  /** What the error names. Default: the file. */
  path?: string;
}

/** Asserts that a launch fails as expected, and under every launcher in the same way. */
export function sameFailure(
  t: Test,
  { file, args = [] }: FailingLaunch,
  failures: Record<string, Failure>,
  { code, syscall, path = file }: ExpectedFailure,
): void {
  const [first, ...others] = Object.entries(failures);
  for (const [launcher, failure] of others) {
    t.strictSame(failure, first?.[1], `${launcher}: as ${first?.[0]}, in every detail`);
  }
  t.ok(others.length > 0, 'more than one launcher');
  const errno = -((constants.errno as Record<string, number>)[code] ?? Number.NaN);
  const error = { name: 'Error', code, errno, syscall, path, spawnargs: args };
  for (const [launcher, { thrown, exit }] of Object.entries(failures)) {
    t.match(thrown, error, `${launcher}: thrown on request`);
    t.strictSame(exit.spawnError, thrown, `${launcher}: kept by default`);
    t.match(exit, { exitCode: 1, signal: 0 }, `${launcher}: exit code 1 by default`);
    t.match(exit.output, / failed\.: \S.*\r\n$/, `${launcher}: told in the terminal`);
  }
}
