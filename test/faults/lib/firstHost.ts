// Runs under the shim. Lets the rule of argument 1 strike the first spawn of a process; the file that
// argument 2 names gets a First.
import { writeFileSync } from 'node:fs';
import { spawn } from 'flatpty';
import { takeCensus } from '../../helpers/census';
import { collect } from '../../helpers/collect';
import { arm, hits } from './arm';
import { type ErrorFacts, facts } from './job';
import { ownResidue } from './residue';

export interface First {
  hits: number;
  error?: ErrorFacts;
  /** Of the program, where it was started all the same. */
  exitCode?: number;
  /** Without what the I/O thread has for good, if it was started. */
  residue: string[];
  nextExitCode: number;
}

const [, , fault = '', when = '', answerFile = ''] = process.argv;

async function main(): Promise<void> {
  const before = takeCensus();
  const answer: First = { hits: 0, residue: [], nextExitCode: -1 };
  arm(fault, when);
  try {
    answer.exitCode = (await collect(spawn('/bin/sh', ['-c', 'exit 7']))).exitCode;
  } catch (error) {
    answer.error = facts(error as ErrorFacts);
  }
  answer.hits = hits();
  arm();
  answer.residue = await ownResidue(before, { ioThreadMayStay: true });
  answer.nextExitCode = (await collect(spawn('/bin/sh', ['-c', 'exit 7']))).exitCode;
  writeFileSync(answerFile, JSON.stringify(answer));
}

void main();
