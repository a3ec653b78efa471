// Runs under the shim. Joins the memory cgroup of argument 2, uses most of what it may have, and has a spawn fail
// by argument 1, a rule of the shim. The file that argument 3 names gets an InFullCgroup.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'flatpty';
import { collect } from '../../helpers/collect';
import { join } from '../../helpers/pidsCgroup';
import { arm } from '../lib/arm';
import { type ErrorFacts, facts } from '../lib/job';

export interface InFullCgroup {
  /** Bytes. */
  limit: number;
  error: ErrorFacts;
}

const USED = 150 * 1024 * 1024;
const PAGE = 4096;
/** What is left is enough to go on. */
const SHARE = 0.93;

async function main(): Promise<void> {
  const [fault = '', folder = '', answer = ''] = process.argv.slice(2);
  join(folder);
  process.env.FLATPTY_LAUNCHER = 'vfork';
  await collect(spawn('/bin/true'));
  const held = Buffer.alloc(USED, 'x'); // what it had before it joined is not counted
  const file = (v1: string, v2: string) =>
    path.join(folder, existsSync(path.join(folder, v2)) ? v2 : v1);
  const used = Number(readFileSync(file('memory.usage_in_bytes', 'memory.current'), 'utf8'));
  const limit = Math.ceil(used / SHARE / PAGE) * PAGE;
  writeFileSync(file('memory.limit_in_bytes', 'memory.max'), String(limit));
  arm(fault, 'always');
  try {
    spawn('/bin/true');
  } catch (error) {
    const told: InFullCgroup = { limit, error: facts(error as ErrorFacts) };
    if (held.length === USED) writeFileSync(answer, JSON.stringify(told));
  }
  process.exit(0);
}

void main();
