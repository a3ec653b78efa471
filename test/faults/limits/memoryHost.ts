// Asks for more memory than RLIMIT_AS leaves. Prints a ShortOfMemory.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { spawn } from 'flatpty';
import { takeCensus } from '../../helpers/census';
import { collect } from '../../helpers/collect';
import { ownResidue } from '../lib/residue';
import { type AtLimit, exitCodes, refusals } from './refusals';

export interface ShortOfMemory extends AtLimit {
  /** Bytes. */
  limit: number;
}

const MB = 1024 * 1024;
/** Less than the argument takes once more, but enough for node to go on. */
const ROOM = 150 * MB;

function addressSpace(): number {
  const [, kb] = /^VmSize:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kb) * 1024;
}

async function main(): Promise<void> {
  await collect(spawn('/bin/true'));
  const bytes = Buffer.alloc(200 * MB, 'x'); // kept, or its going would make the room
  const large = bytes.toString('latin1');
  const limit = addressSpace() + ROOM;
  const setLimit = (soft: number | string) =>
    execFileSync('prlimit', [`--pid=${process.pid}`, `--as=${soft}:`]);
  setLimit(limit);
  const before = takeCensus();
  const refused = refusals('/bin/true', [large]);
  if (bytes.length !== large.length) throw new Error('not the same');
  setLimit('unlimited');
  const answer: ShortOfMemory = {
    limit,
    refusals: refused,
    residue: await ownResidue(before),
    healed: await exitCodes(),
  };
  process.stdout.write(JSON.stringify(answer));
}

void main();
