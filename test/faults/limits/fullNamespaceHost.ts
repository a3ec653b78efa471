// In a pid namespace of its own: a terminal runs argument 1, which multiplies until no pid is left. Then
// this process, which may start nothing, asks what it can, and frees the namespace. Prints a FullNamespace.
import { readFileSync } from 'node:fs';
import { spawn } from 'flatpty';
import { binding } from '#lib/addon/addon';
import { processReport } from '#lib/cli/processReport';
import { takeCensus } from '../../helpers/census';
import { collect } from '../../helpers/collect';
import { talk } from '../../helpers/talk';
import { until } from '../../helpers/until';
import { ownResidue } from '../lib/residue';
import { type AtLimit, exitCodes, refusals } from './refusals';

export interface FullNamespace extends AtLimit {
  suspect: string | null;
  topCommand: string | undefined;
  /** Processes of the terminal's session that processes() listed, by command. */
  listed: string[];
  pidMax: number;
}

async function main(): Promise<void> {
  const [program = ''] = process.argv.slice(2);
  await collect(spawn('/bin/true'));
  const before = takeCensus();
  const pty = spawn(program, ['crowd']);
  await talk(pty).expect(/up/);
  // Some slot is free for a moment each time one of them ends: so as long as it takes.
  const refused = await until(
    () => {
      const answers = refusals();
      return answers.every(({ error }) => error?.code === 'EAGAIN') && answers;
    },
    20_000,
    'a full pid namespace',
  );
  const report = await processReport({ growthMs: 50, limits: binding.limits().processes });
  const listed = (await pty.processes()).map(({ command }) => command);
  await pty.killTree({ graceMs: 0 });
  const healed = await exitCodes();
  const answer: FullNamespace = {
    refusals: refused,
    suspect: report.suspect,
    topCommand: report.byCommand[0]?.name,
    listed,
    healed,
    residue: await ownResidue(before),
    pidMax: Number(readFileSync('/proc/sys/kernel/pid_max', 'utf8')),
  };
  process.stdout.write(JSON.stringify(answer));
  process.exit(0);
}

void main();
