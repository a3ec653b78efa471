// Joins the cgroup of argument 1, or the one below it that argument 2 names, and lets the former have no more
// tasks than it has. Prints an AtCgroupLimit.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'flatpty';
import { takeCensus } from '../../helpers/census';
import { collect } from '../../helpers/collect';
import { join } from '../../helpers/pidsCgroup';
import { ownResidue } from '../lib/residue';
import { type AtLimit, exitCodes, refusals } from './refusals';

export interface AtCgroupLimit extends AtLimit {
  limit: number;
}

async function main(): Promise<void> {
  const [folder = '', inner = ''] = process.argv.slice(2);
  mkdirSync(path.join(folder, inner), { recursive: true });
  join(path.join(folder, inner));
  await collect(spawn('/bin/true')); // the I/O thread is one of the tasks
  const limit = Number(readFileSync(path.join(folder, 'pids.current'), 'utf8'));
  const setLimit = (most: number | string) =>
    writeFileSync(path.join(folder, 'pids.max'), String(most));
  setLimit(limit);
  const before = takeCensus();
  const refused = refusals();
  setLimit('max');
  const answer: AtCgroupLimit = {
    limit,
    refusals: refused,
    residue: await ownResidue(before),
    healed: await exitCodes(),
  };
  process.stdout.write(JSON.stringify(answer));
}

void main();
