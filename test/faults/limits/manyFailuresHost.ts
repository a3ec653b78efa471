// Joins the cgroup of argument 1, lets it have no more tasks than it has, and has as many spawns fail
// as argument 2 says. Then one slot is free. Prints a ManyFailures.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'flatpty';
import { takeCensus } from '../../helpers/census';
import { collect } from '../../helpers/collect';
import { join } from '../../helpers/pidsCgroup';
import { ownResidue } from '../lib/residue';

export interface ManyFailures {
  /** How many failed, by code. */
  failed: Record<string, number>;
  residue: string[];
  /** Tasks in the cgroup before and after. */
  tasks: [number, number];
  /** Of the first spawn after one slot became free. */
  exitCode: number;
}

async function main(): Promise<void> {
  const [folder = '', times = ''] = process.argv.slice(2);
  join(folder);
  await collect(spawn('/bin/true'));
  const file = (name: string) => path.join(folder, name);
  const tasks = () => Number(readFileSync(file('pids.current'), 'utf8'));
  const before = tasks();
  writeFileSync(file('pids.max'), String(before));
  const census = takeCensus();
  const failed: Record<string, number> = {};
  for (let i = 0; i < Number(times); i++) {
    try {
      spawn('/bin/true').destroy();
    } catch (error) {
      const code = String((error as NodeJS.ErrnoException).code);
      failed[code] = (failed[code] ?? 0) + 1;
    }
  }
  const residue = await ownResidue(census);
  const after = tasks();
  writeFileSync(file('pids.max'), String(before + 1));
  const { exitCode } = await collect(spawn('/bin/sh', ['-c', 'exit 7']));
  const answer: ManyFailures = { failed, residue, tasks: [before, after], exitCode };
  process.stdout.write(JSON.stringify(answer));
}

void main();
