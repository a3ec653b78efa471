import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { freshSeed } from '#lib/cli/random';
import { compile } from '../helpers/compile';
import { folder } from '../helpers/folder';
import { answerOf } from '../helpers/runScript';
import type { RaceReport } from './race';

/** A report, and what the process did to pids and descriptors that were not its own. */
export interface RaceEnd extends RaceReport {
  strangers: string[];
}

/**
 * Runs a race of test/fixtures/race-host.ts in a process of its own. The seed is shown; SEED repeats
 * the choices of a run.
 */
export async function runRace(t: Test, name: string, limitMs: number): Promise<RaceEnd> {
  const seed = process.env.SEED || String(freshSeed());
  t.comment(`SEED=${seed}`);
  const log = path.join(folder(t), 'strangers');
  const shim = compile(t, 'bystanders.c', ['-shared', '-fPIC']);
  const report = await answerOf<RaceReport>(
    require.resolve('../fixtures/race-host'),
    [name, seed],
    { limitMs, env: { LD_PRELOAD: shim, BYSTANDERS_LOG: log } },
  );
  if (!existsSync(log)) throw new Error('the process was not watched');
  const strangers = readFileSync(log, 'utf8').split('\n').filter(Boolean);
  t.comment(JSON.stringify(report.counts));
  return { ...report, strangers };
}

/** Asserts that nothing went wrong. */
export function assertClean(t: Test, { faults, residue, strangers }: RaceEnd): void {
  t.strictSame(faults, []);
  t.strictSame(strangers, [], 'no pid and no descriptor of somebody else was touched');
  t.strictSame(residue, [], 'nothing is left');
}
