import type { Test } from 'tap';
import { freshSeed } from '#lib/cli/random';
import type { FuzzReport } from '../fixtures/fuzz-host';
import { answerOf } from '../helpers/runScript';

const USUAL_SEED = '20261122';

/**
 * Calls `target` (see test/fixtures/fuzz-host.ts) at least `calls` times with anything, in a process of
 * its own, and asserts that each call was answered or refused in clear words, and nothing is left. The
 * seed is shown. It is the same in every run, so that a red run is about the change it stands on;
 * SEED=random makes new choices, SEED=n repeats those of a run.
 */
export async function runFuzz(t: Test, target: string, calls: number): Promise<void> {
  const { SEED = USUAL_SEED } = process.env;
  const seed = SEED === 'random' ? String(freshSeed()) : SEED;
  // answerOf() fails when the process is ended by a signal.
  const host = require.resolve('../fixtures/fuzz-host');
  const args = [target, String(calls), seed];
  const report = await answerOf<FuzzReport>(host, args, { limitMs: 100_000 });
  const { accepted, refused, faults, residue } = report;
  t.comment(`SEED=${seed} ${target}: ${accepted} accepted, ${refused} refused`);
  t.strictSame(faults, []);
  t.strictSame(residue, [], 'nothing is left');
  t.ok(accepted >= calls / 20, `${accepted} accepted`);
  t.ok(target === 'kill' || refused >= calls / 20, `${refused} refused`);
}
