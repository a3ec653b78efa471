// Runs as a user who has no other process, with three worker threads whose places it needs. Then its
// user may have no more threads and processes than there are. Prints a ShortOfProcesses.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { type Census, diffCensus } from '#lib/cli/census';
import { takeCensus } from '../../helpers/census';
import { until } from '../../helpers/until';
import { ownResidue } from '../lib/residue';
import { type AtLimit, exitCodes, type Refusal, refusals } from './refusals';

export interface ShortOfProcesses extends AtLimit {
  limit: number;
  /** Where not even the I/O thread is to be had; `refusals` is where it is, but no process. */
  threadRefusals: Refusal[];
  threadResidue: string[];
}

const threads = () => readdirSync('/proc/self/task').length;

async function startIdle(): Promise<Worker> {
  const worker = new Worker('setInterval(() => {}, 1e6)', { eval: true });
  await once(worker, 'online');
  return worker;
}

/** Waits until its place is free. */
async function end(worker: Worker): Promise<void> {
  const before = threads();
  await worker.terminate();
  await until(() => threads() < before, 5000, 'the end of a thread');
}

/** `before` with what the I/O thread has for good. */
function withIoThread(before: Census): Census {
  const now = takeCensus();
  const { extra } = diffCensus(before, now);
  const own = extra.filter(({ fdClass }) => fdClass === 'eventfd' || fdClass === 'eventpoll');
  return { ...before, fds: [...before.fds, ...own], threads: [...before.threads, 'flatpty'] };
}

async function main(): Promise<void> {
  await stat('.'); // starts node's thread pool, which aborts when it cannot be started later
  const [first, second, third] = [await startIdle(), await startIdle(), await startIdle()];
  const limit = threads();
  execFileSync('prlimit', [`--pid=${process.pid}`, `--nproc=${limit}:${limit}`]);
  await until(() => threads() === limit, 5000, 'no more threads than that');

  const before = takeCensus();
  const threadRefusals = refusals();
  const threadResidue = await ownResidue(before);
  await end(first);
  const withoutFirst = takeCensus();
  const refused = refusals();
  const residue = await ownResidue(withIoThread(withoutFirst));
  await end(second);
  await end(third); // vfork takes a thread and a process
  const healed = await exitCodes();
  const answer: ShortOfProcesses = {
    limit,
    threadRefusals,
    threadResidue,
    refusals: refused,
    residue,
    healed,
  };
  process.stdout.write(JSON.stringify(answer));
  process.exit(0);
}

void main();
