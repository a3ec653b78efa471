// Runs under the shim. Does each Job of the Job[] that argument 1 holds as JSON, once per trial; the file
// that argument 2 names gets a TrialResult[] for each.
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { native, open, spawn } from 'flatpty';
import { settledCensus } from '../../helpers/census';
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
import { ownResidue } from './residue';

/** For a program to end in, in ms. */
const PATIENCE_MS = 6_000;

const [, , jobsText = '', answerFile = ''] = process.argv;
const jobs = JSON.parse(jobsText) as Job[];

const fileOf = ({ file = '/bin/sh' }: Job) => file;
const argsOf = ({ args = ['-c', 'echo started; exit 7'] }: Job) => args;

function fillLowest(lowest: number[]): void {
  for (const fd of lowest) if (openSync('/dev/null', 'r+') !== fd) throw new Error(`not ${fd}`);
}

/** Only for a call that fails: a pidfd could get such a number, and libuv aborts when it does. */
function withLowestClosed<T>({ closed = 0 }: Job, start: () => T): T {
  const lowest = Array.from({ length: closed }, (_, fd) => fd);
  for (const fd of lowest) closeSync(fd);
  try {
    return start();
  } finally {
    fillLowest(lowest);
  }
}

async function callSpawn(job: Job, { spawnErrors }: Trial, failing: boolean): Promise<Outcome> {
  const start = () => spawn(fileOf(job), argsOf(job), { ...job.options, spawnErrors });
  const pty = failing ? withLowestClosed(job, start) : start();
  const { exitCode, signal, output } = await collect(pty, PATIENCE_MS);
  const spawnError = pty.spawnError && facts(pty.spawnError);
  return { exitCode, signal, output, spawnError };
}

async function callFork(job: Job): Promise<Outcome> {
  const env = Object.entries(process.env).map(([name, value]) => `${name}=${value}`);
  const file = fileOf(job);
  const cwd = job.options?.cwd ?? process.cwd();
  let fd = -1;
  const exited = new Promise<Outcome>((resolve) => {
    const onexit = (exitCode: number, signal: number) => resolve({ exitCode, signal });
    const forked = native?.fork(file, argsOf(job), env, cwd, 80, 24, -1, -1, true, '', onexit);
    fd = forked?.fd ?? -1;
  });
  try {
    return await within(exited, PATIENCE_MS, 'the exit after native.fork');
  } finally {
    if (fd !== -1) closeSync(fd);
  }
}

async function call(job: Job, trial: Trial, failing = false): Promise<Outcome> {
  try {
    switch (job.use) {
      case 'open':
        open().destroy();
        return { exitCode: 0 };
      case 'native.fork':
        return await callFork(job);
      default:
        return await callSpawn(job, trial, failing);
    }
  } catch (error) {
    return { error: facts(error as ErrorFacts) };
  }
}

async function run(job: Job, trial: Trial): Promise<TrialResult> {
  const before = await settledCensus();
  arm(job.fault, trial.when);
  const faulty = await call(job, trial, true);
  const made = hits();
  const residue = await ownResidue(before, { ioThreadMayStay: job.first });
  const second = await call(job, trial, trial.when === 'always');
  arm();
  const healed = await call(job, trial);
  const residueAtEnd = job.first ? [] : await ownResidue(before);
  return { ...trial, faulty, hits: made, residue, second, healed, residueAtEnd };
}

/** Starts what belongs to the process for good; whether clone works is asked once, by a child of its own. */
async function startForGood(): Promise<void> {
  open().destroy();
  if (!jobs.some(({ launcher }) => launcher === 'clone')) return;
  const given = process.env.FLATPTY_LAUNCHER;
  process.env.FLATPTY_LAUNCHER = 'clone';
  await collect(spawn('/bin/true'), PATIENCE_MS);
  if (given === undefined) delete process.env.FLATPTY_LAUNCHER;
  else process.env.FLATPTY_LAUNCHER = given;
}

async function main(): Promise<void> {
  if (!jobs.some(({ first }) => first)) await startForGood();
  const closed = Math.max(...jobs.map(({ closed = 0 }) => closed));
  const lowest = Array.from({ length: closed }, (_, fd) => fd);
  for (const fd of lowest) closeSync(fd);
  fillLowest(lowest);
  const given = process.env.FLATPTY_LAUNCHER;
  const results: TrialResult[][] = [];
  for (const job of jobs) {
    const launcher = job.launcher ?? given;
    if (launcher === undefined) delete process.env.FLATPTY_LAUNCHER;
    else process.env.FLATPTY_LAUNCHER = launcher;
    const ofJob: TrialResult[] = [];
    for (const trial of job.trials) ofJob.push(await run(job, trial));
    results.push(ofJob);
  }
  writeFileSync(answerFile, JSON.stringify(results));
}

void main();
