// Runs under the shim, where files of /proc/sys have been replaced. Argument 1 is a rule of the shim,
// argument 2 a launcher; the file that argument 3 names gets the error of a spawn.
import { writeFileSync } from 'node:fs';
import { spawn } from 'flatpty';
import { collect } from '../../helpers/collect';
import { arm } from '../lib/arm';
import { type ErrorFacts, facts } from '../lib/job';

async function main(): Promise<void> {
  const [fault = '', launcher = '', answer = ''] = process.argv.slice(2);
  process.env.FLATPTY_LAUNCHER = launcher;
  await collect(spawn('/bin/true'));
  arm(fault, 'always');
  try {
    spawn('/bin/true');
  } catch (error) {
    writeFileSync(answer, JSON.stringify(facts(error as ErrorFacts)));
  }
  process.exit(0);
}

void main();
