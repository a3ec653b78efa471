// Opens ptys until there are no more. Prints an AllPtys.
import { readdirSync } from 'node:fs';
import { open, type Pty, spawn } from 'flatpty';
import { takeCensus } from '../../helpers/census';
import { collect } from '../../helpers/collect';
import { until } from '../../helpers/until';
import { type ErrorFacts, facts } from '../lib/job';
import { ownResidue } from '../lib/residue';
import { type AtLimit, exitCodes, refusals } from './refusals';

export interface AllPtys extends AtLimit {
  opened: number;
  /** Ptys in the mount: with all open, after the refusals, with one ended, in the end. */
  listed: number[];
  openError: ErrorFacts;
}

const MOST = 1000;
const listed = () => readdirSync('/dev/pts').filter((name) => /^\d+$/.test(name)).length;

function openAll(): Pty[] {
  const ptys: Pty[] = [];
  try {
    while (ptys.length < MOST) ptys.push(spawn('cat'));
  } catch (error) {
    if ((error as ErrorFacts).code !== 'ENOSPC') throw error;
  }
  return ptys;
}

async function endOf(pty: Pty): Promise<void> {
  const before = listed();
  const ended = collect(pty);
  pty.kill('SIGKILL');
  await ended;
  await until(() => listed() < before, 5000, 'one pty less');
}

function failedOpen(): ErrorFacts {
  try {
    open().destroy();
    return { message: 'open() works' };
  } catch (error) {
    return facts(error as ErrorFacts);
  }
}

async function main(): Promise<void> {
  await collect(spawn('/bin/true'));
  const before = takeCensus();
  const ptys = openAll();
  const counts = [listed()];
  const opened = ptys.length;
  const refused = refusals();
  const openError = failedOpen();
  counts.push(listed());
  await endOf(ptys.pop() as Pty);
  counts.push(listed());
  const healed = await exitCodes();
  for (const pty of ptys) await endOf(pty);
  const residue = await ownResidue(before);
  counts.push(listed());
  const answer: AllPtys = { opened, listed: counts, openError, refusals: refused, residue, healed };
  process.stdout.write(JSON.stringify(answer));
}

void main();
