// Runs under the shim. Does the Job that argument 1 holds as JSON, once per trial; the file that
// argument 2 names gets the TrialResult[].
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { native, open, spawn } from 'flatpty';
import { collect } from '../../helpers/collect';
import { within } from '../../helpers/until';
import { arm, hits } from './arm';
import {
  type ErrorFacts,
  facts,
  type Job,
  type Outcome,
  type Trial,
  type TrialResult,
} from './job';
import { ownCensus, ownResidue } from './residue';

/** For a program to end in, in ms. */
const PATIENCE_MS = 6_000;

const [, , jobText = '', answerFile = ''] = process.argv;
const job = JSON.parse(jobText) as Job;
const file = job.file ?? '/bin/sh';
const args = job.args ?? ['-c', 'echo started; exit 7'];
const lowest = Array.from({ length: job.closed ?? 0 }, (_, fd) => fd);

function fillLowest(): void {
  for (const fd of lowest) if (openSync('/dev/null', 'r+') !== fd) throw new Error(`not ${fd}`);
}

/** Only for a call that fails: a pidfd could get such a number, and libuv aborts when it does. */
function withLowestClosed<T>(start: () => T): T {
  for (const fd of lowest) closeSync(fd);
  try {
    return start();
  } finally {
    fillLowest();
  }
}

async function callSpawn({ spawnErrors }: Trial, failing: boolean): Promise<Outcome> {
  const start = () => spawn(file, args, { ...job.options, spawnErrors });
  const pty = failing ? withLowestClosed(start) : start();
  const { exitCode, signal, output } = await collect(pty, PATIENCE_MS);
  const spawnError = pty.spawnError && facts(pty.spawnError);
  return { exitCode, signal, output, spawnError };
}

async function callFork(): Promise<Outcome> {
  const env = Object.entries(process.env).map(([name, value]) => `${name}=${value}`);
  const cwd = job.options?.cwd ?? process.cwd();
  let fd = -1;
  const exited = new Promise<Outcome>((resolve) => {
    const onexit = (exitCode: number, signal: number) => resolve({ exitCode, signal });
    const forked = native?.fork(file, args, env, cwd, 80, 24, -1, -1, true, '', onexit);
    fd = forked?.fd ?? -1;
  });
  try {
    return await within(exited, PATIENCE_MS, 'the exit after native.fork');
  } finally {
    if (fd !== -1) closeSync(fd);
  }
}

async function call(trial: Trial, failing = false): Promise<Outcome> {
  try {
    switch (job.use) {
      case 'open':
        open().destroy();
        return { exitCode: 0 };
      case 'native.fork':
        return await callFork();
      default:
        return await callSpawn(trial, failing);
    }
  } catch (error) {
    return { error: facts(error as ErrorFacts) };
  }
}

async function run(trial: Trial): Promise<TrialResult> {
  const before = ownCensus();
  arm(job.fault, trial.when);
  const faulty = await call(trial, true);
  const made = hits();
  const residue = await ownResidue(before);
  const second = await call(trial, trial.when === 'always');
  arm();
  const healed = await call(trial);
  const residueAtEnd = job.first ? [] : await ownResidue(before);
  return { ...trial, faulty, hits: made, residue, second, healed, residueAtEnd };
}

async function main(): Promise<void> {
  if (!job.first) open().destroy(); // starts what belongs to the process for good
  for (const fd of lowest) closeSync(fd);
  fillLowest();
  const results: TrialResult[] = [];
  for (const trial of job.trials) results.push(await run(trial));
  writeFileSync(answerFile, JSON.stringify(results));
}

void main();
