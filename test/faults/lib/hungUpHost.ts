// Runs under the shim. Starts a program whose terminal is hung up before the child has made it its own (argument 1
// is the rule that says so), in the way of node-pty; the file of argument 2 gets a HungUp.
import { writeFileSync } from 'node:fs';
import { spawn } from 'flatpty';
import { collect } from '../../helpers/collect';
import { arm } from './arm';

export interface HungUp {
  exitCode: number;
  signal?: number;
  output: string;
  spawnError?: string;
}

const [, , rule = '', answerFile = ''] = process.argv;

async function main(): Promise<void> {
  await collect(spawn('/bin/true'));
  arm(rule, 'once');
  const pty = spawn('sleep', ['60']);
  const { exitCode, signal, output } = await collect(pty);
  const answer: HungUp = {
    exitCode,
    signal,
    output,
    spawnError: pty.spawnError?.message,
  };
  writeFileSync(answerFile, JSON.stringify(answer));
}

void main();
