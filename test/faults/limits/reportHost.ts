// Uses all descriptors but three, and asks who holds the processes. Prints a ShortReport.
import { closeSync, existsSync } from 'node:fs';
import { open } from 'flatpty';
import { processReport } from 'flatpty/processReport';
import { fillTable } from '../../helpers/fillTable';

const FREE = 3;

export interface ShortReport {
  devPts: boolean;
  processes: number;
  commands: string[];
  masters: number | undefined;
}

async function main(): Promise<void> {
  const devPts = existsSync('/dev/pts/ptmx');
  const pair = devPts ? open() : undefined;
  const fillers = fillTable();
  for (const fd of fillers.splice(0, FREE)) closeSync(fd);
  const report = await processReport({ growthMs: 10 });
  for (const fd of fillers) closeSync(fd);
  pair?.destroy();
  const answer: ShortReport = {
    devPts,
    processes: report.processes,
    commands: report.byCommand.map(({ name }) => name),
    masters: report.ptys.find(({ pid }) => pid === process.pid)?.masters,
  };
  process.stdout.write(JSON.stringify(answer));
}

void main();
