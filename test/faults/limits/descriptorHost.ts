// Uses all descriptors that RLIMIT_NOFILE allows but argument 1, and spawns by the launchers that the
// others name. Prints an AtLimit.
import { closeSync } from 'node:fs';
import { spawn } from 'flatpty';
import { takeCensus } from '../../helpers/census';
import { collect } from '../../helpers/collect';
import { fillTable } from '../../helpers/fillTable';
import { ownResidue } from '../lib/residue';
import { type AtLimit, exitCodes, refusals } from './refusals';

async function main(): Promise<void> {
  await collect(spawn('/bin/true'));
  const before = takeCensus();
  const fillers = fillTable();
  for (const fd of fillers.splice(0, Number(process.argv[2]))) closeSync(fd);
  const refused = refusals('/bin/true', [], process.argv.slice(3));
  for (const fd of fillers) closeSync(fd);
  const answer: AtLimit = {
    refusals: refused,
    residue: await ownResidue(before),
    healed: await exitCodes(),
  };
  process.stdout.write(JSON.stringify(answer));
}

void main();
