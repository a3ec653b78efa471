// Runs under the shim. Lets the 1st, 2nd, 3rd, ... call of argument 1 fail (from argument 2 on) in
// the course of a program that is started and read to its end, until there is none left to fail.
// The file that argument 5 names gets a SweepStep[], anew before and after each step. The program
// prints argument 3 bytes of numbers, with argument 4 in between.
import { writeFileSync } from 'node:fs';
import { spawn } from 'flatpty';
import { settledCensus } from '../../helpers/census';
import { collect } from '../../helpers/collect';
import { difference, numbered } from '../../helpers/numbered';
import { arm, hits } from './arm';
import { type ErrorFacts, facts } from './job';
import { ownResidue } from './residue';

/** For a program to end in, in ms. */
const PATIENCE_MS = 6_000;

export interface SweepStep {
  nth: number;
  /** The steps after the last one have none. */
  ended?: {
    hits: number;
    error?: ErrorFacts;
    /** `same`, of what was printed and what came; none when there was an error. */
    difference?: string;
    exitCode?: number;
    residue: string[];
    /** What came of the next one, in which nothing failed. */
    next: string;
  };
}

const [, , fault = '', from = '', bytes = '', separator = '', answerFile = ''] = process.argv;
const text = numbered(Number(bytes), separator);

async function run(): Promise<{ error?: ErrorFacts; difference?: string; exitCode?: number }> {
  try {
    const { output, exitCode } = await collect(spawn(text.file, text.args), PATIENCE_MS);
    return { difference: difference(output, text.expected), exitCode };
  } catch (error) {
    return { error: facts(error as ErrorFacts) };
  }
}

async function step(nth: number): Promise<SweepStep> {
  const before = await settledCensus();
  arm(fault, `nth=${nth}`);
  const outcome = await run();
  const made = hits();
  arm();
  const residue = await ownResidue(before);
  const { error, difference: next } = await run();
  return { nth, ended: { hits: made, ...outcome, residue, next: error?.message ?? next ?? '' } };
}

async function main(): Promise<void> {
  await collect(spawn('/bin/true'));
  const steps: SweepStep[] = [];
  for (let nth = Number(from); steps.at(-1)?.ended?.hits !== 0; nth++) {
    writeFileSync(answerFile, JSON.stringify([...steps, { nth }]));
    steps.push(await step(nth));
  }
  writeFileSync(answerFile, JSON.stringify(steps));
}

void main();
