// Runs under the shim. Moves bytes through a terminal as each StreamJob of the array in argument 1 says;
// the file that argument 2 names gets a StreamResult for each.
import { writeFileSync } from 'node:fs';
import { spawn } from 'flatpty';
import { settledCensus } from '../../helpers/census';
import { collect } from '../../helpers/collect';
import { difference, numbered } from '../../helpers/numbered';
import { othersHaveCome } from '../../helpers/othersHaveCome';
import { until } from '../../helpers/until';
import { arm, hits } from './arm';
import { ownResidue } from './residue';
import type { StreamJob, StreamResult } from './streamJob';

/** For bytes to come, in ms. */
const PATIENCE_MS = 6_000;
const AFTER = '[after]';

const [, , jobsText = '', answerFile = ''] = process.argv;
const jobs = JSON.parse(jobsText) as StreamJob[];

type Moved = Omit<StreamResult, 'residue'>;

function inOrder(events: string[]): string[] {
  return events.filter((event, i) => event !== 'data' || events[i - 1] !== 'data');
}

async function print(job: StreamJob): Promise<Moved> {
  const text = numbered(job.bytes);
  arm(job.fault, job.when);
  const pty = spawn(text.file, text.args);
  const { output, exitCode, signal, events } = await collect(pty, PATIENCE_MS);
  return {
    hits: hits(),
    difference: difference(output, text.expected),
    exitCode,
    signal,
    events: inOrder(events),
  };
}

async function echo(job: StreamJob): Promise<Moved> {
  const text = numbered(job.bytes);
  const pty = spawn('cat', [], { termios: { raw: true, echo: false } });
  const ended = collect(pty, 4 * PATIENCE_MS);
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  const hasCome = (end: string) =>
    until(() => output.endsWith(end), PATIENCE_MS, 'the echo').then(
      () => true,
      () => false,
    );
  arm(job.fault, job.when);
  pty.write(text.expected);
  if (job.lost) await othersHaveCome();
  else await hasCome(text.expected.slice(-8));
  const made = hits();
  const found = output;
  arm();
  pty.write(AFTER);
  const after = await hasCome(AFTER);
  pty.kill('SIGKILL');
  const { exitCode, signal, events } = await ended;
  return {
    hits: made,
    difference: difference(found, text.expected),
    after,
    exitCode,
    signal,
    events: inOrder(events),
  };
}

async function move(job: StreamJob): Promise<StreamResult> {
  process.env.FLATPTY_LAUNCHER = job.launcher;
  const before = await settledCensus();
  const moved = await (job.way === 'print' ? print(job) : echo(job));
  arm();
  return { ...moved, residue: await ownResidue(before) };
}

async function main(): Promise<void> {
  await collect(spawn('/bin/true'));
  const results: StreamResult[] = [];
  for (const job of jobs) results.push(await move(job));
  writeFileSync(answerFile, JSON.stringify(results));
}

void main();
