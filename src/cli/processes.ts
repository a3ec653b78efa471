/** `flatpty doctor --processes`: who holds the machine's processes and ptys. */
import type { Limit } from '../errors';
import { platform } from '../node';
import type { ProcessReport, Share } from './processReport';
import { isShort, processReport } from './processReport';
import { processSource } from './processSource';
import type { TerminalUi } from './terminalUi';
import { formatCount } from './terminalUi';

export interface ProcessesCommand {
  ui: TerminalUi;
  json: boolean;
  /** The limits of processes and threads, as the addon reads them; none where it does not load. */
  limits(): Limit[];
}

const ROWS = 8;

const plural = (value: number, noun: string): string =>
  `${formatCount(value)} ${noun}${value === 1 ? '' : noun === 'process' ? 'es' : 's'}`;

const signed = (value: number): string => (value > 0 ? `+${formatCount(value)}` : `${value}`);

function shareLines(shares: readonly Share[]): Array<[string, string]> {
  return shares.slice(0, ROWS).map(({ name, processes, threads, growth }) => {
    const grown = growth === 0 ? '' : `, ${signed(growth)} in the meantime`;
    return [name, `${plural(processes, 'process')}, ${plural(threads, 'thread')}${grown}`];
  });
}

function limitLine({ name, value, inUse, scope }: Limit): [string, string] {
  const most = value === Infinity ? 'unlimited' : formatCount(value);
  return [name, `${formatCount(inUse)} of ${most} in use by ${scope}`];
}

function print(ui: TerminalUi, report: ProcessReport): void {
  const { growth } = report;
  const section = (heading: string, pairs: Array<[string, string]>): void => {
    if (pairs.length === 0) return;
    ui.heading(heading);
    ui.facts(pairs);
  };
  ui.line(ui.style('bold', 'flatpty doctor --processes'));
  const started = growth.started === null ? '' : `, ${plural(growth.started, 'pid')} given`;
  section('Processes', [
    ['now', `${plural(report.processes, 'process')}, ${plural(report.threads, 'thread')}`],
    ['zombies', formatCount(report.zombies)],
    [`in ${growth.ms} ms`, `${signed(growth.processes)}${started}`],
  ]);
  section('Limits', report.limits.map(limitLine));
  section('By command', shareLines(report.byCommand));
  section('By session', shareLines(report.bySession));
  section('By user', shareLines(report.byUser));
  section(
    'Zombies, by the parent that does not reap them',
    report.zombiesByParent
      .slice(0, ROWS)
      .map(({ parent, command, zombies }) => [`${command} ${parent}`, formatCount(zombies)]),
  );
  section(
    'Ptys, by the process that has them open',
    report.ptys
      .slice(0, ROWS)
      .map(({ pid, command, masters, slaves }) => [
        `${command} ${pid}`,
        `${plural(masters, 'master')}, ${plural(slaves, 'slave')}`,
      ]),
  );
  section(
    'Ptys, by the session that they control',
    report.terminals.slice(0, ROWS).map(({ terminal, session, command, processes, holder }) => {
      const by = holder === null ? '' : `, master at ${holder.command} ${holder.pid}`;
      return [terminal, `${command} [session ${session}], ${plural(processes, 'process')}${by}`];
    }),
  );
  if (report.suspect !== null) {
    ui.line();
    ui.line(`${ui.mark(!isShort(report))} ${report.suspect}`);
  }
}

/** Runs `flatpty doctor --processes`; resolves with whether it could look. */
export async function processesCommand({ ui, json, limits }: ProcessesCommand): Promise<boolean> {
  if (processSource === undefined) {
    const reason = `not available on ${platform}`;
    ui.line(json ? JSON.stringify({ available: false, reason }, null, 2) : `processes ${reason}`);
    return false;
  }
  const report = await processReport({ limits: limits() });
  if (json) ui.line(JSON.stringify({ available: true, ...report }, null, 2));
  else print(ui, report);
  return true;
}
