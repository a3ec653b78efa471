// Runs under the shim. Lets the 1st, 2nd, 3rd, ... call of argument 1 fail (from argument 2 on) in
// the course of a program that is started by argument 5 (spawn, native.fork) and read to its end, until there is
// none left to fail. The file that argument 6 names gets a SweepStep[], anew before and after each step. The
// program prints argument 3 bytes of numbers, with argument 4 in between.
import { spawn as spawnChild } from 'node:child_process';
import { closeSync, readSync, writeFileSync } from 'node:fs';
import { native, spawn } from 'flatpty';
import { settledCensus } from '../../helpers/census';
import { collect } from '../../helpers/collect';
import { difference, numbered } from '../../helpers/numbered';
import { until, within } from '../../helpers/until';
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

const [, , fault = '', from = '', bytes = '', separator = '', use = '', answerFile = ''] =
  process.argv;
const text = numbered(Number(bytes), separator);

/** A child that is none of the library's: who waits for any child waits for ever. */
const bystander = spawnChild('sleep', ['1000'], { stdio: 'ignore' });

async function readToEnd(fd: number): Promise<string> {
  const buffer = Buffer.alloc(4096);
  let output = '';
  const isRead = () => {
    try {
      for (;;) {
        const size = readSync(fd, buffer);
        if (size === 0) return true;
        output += buffer.toString('utf8', 0, size);
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EAGAIN' && code !== 'EIO') throw error;
      return code === 'EIO';
    }
  };
  await until(isRead, PATIENCE_MS, 'the end of the output');
  return output;
}

async function forked(): Promise<{ output: string; exitCode: number }> {
  const env = Object.entries(process.env).map(([name, value]) => `${name}=${value}`);
  const { file, args } = text;
  let ended: (exitCode: number) => void = () => {};
  const exited = new Promise<number>((resolve) => {
    ended = resolve;
  });
  const onexit = (exitCode: number) => ended(exitCode);
  // Outside of the promise: what fork() throws is this function's error, and no promise is left with it.
  const child = native?.fork(file, args, env, '/', 80, 24, -1, -1, true, '', onexit);
  const fd = child?.fd ?? -1;
  try {
    const output = await readToEnd(fd);
    return { output, exitCode: await within(exited, PATIENCE_MS, 'the exit callback') };
  } finally {
    closeSync(fd);
  }
}

const started = () =>
  use === 'native.fork' ? forked() : collect(spawn(text.file, text.args), PATIENCE_MS);

async function run(): Promise<{ error?: ErrorFacts; difference?: string; exitCode?: number }> {
  try {
    const { output, exitCode } = await started();
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
  const residue = await ownResidue(before, { bystander: bystander.pid });
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
  bystander.kill('SIGKILL');
}

void main();
