/** `flatpty stress`, and how a leak run is shown; `flatpty doctor` shows its own run the same way. */
import type { Census, CensusDifference } from './census';
import { censusReader } from './censusReader';
import { freshSeed } from './random';
import type { Recording } from './recording';
import { describeSample } from './recording';
import type { Sample } from './sampler';
import type { StressReporter } from './stress';
import { runStress, stressSizes } from './stress';
import type { StressLibrary } from './stressChild';
import type { RssJudgement } from './stressRss';
import type {
  PhaseName,
  PhaseResult,
  StressResult,
  StressSizes,
  TrafficFacts,
} from './stressVerdict';
import type { TerminalUi } from './terminalUi';
import { formatCount, formatDelta, formatDuration, formatMegabytes } from './terminalUi';

const PROGRESS_LABEL: Record<PhaseName, string> = {
  // Of one width, so that the bar keeps its place.
  sequence: 'in sequence ',
  waves: 'in waves    ',
  failing: 'must fail   ',
  traffic: 'live traffic',
};

/** Ptys alive at the same time in live traffic. */
const TRAFFIC_AT_ONCE = 24;

export function totalPtys(sizes: StressSizes): number {
  return sizes.sequence + sizes.waves + sizes.failing;
}

function describePhase(name: PhaseName, sizes: StressSizes): string {
  switch (name) {
    case 'sequence':
      return `${formatCount(sizes.sequence)} in sequence: all output and exit codes right`;
    case 'waves':
      return (
        `${formatCount(sizes.waves)} in waves of ${Math.min(sizes.waves, sizes.waveSize)}: ` +
        'all output and exit codes right'
      );
    case 'failing':
      return `${formatCount(sizes.failing)} launches that must fail: all reported`;
    case 'traffic':
      return 'live traffic: all output and exits right, all lulls flat';
  }
}

/** E.g. "1,203 ptys, 24 at once, 512.3 MB read: 180 echo, 165 flood; lulls: 4". */
function describeTraffic(done: number, facts: TrafficFacts): string {
  const kinds = Object.entries(facts.kinds)
    .sort()
    .map(([kind, count]) => `${formatCount(count)} ${kind}`);
  return (
    `${formatCount(done)} ptys, ${facts.peak} at once, ` +
    `${formatMegabytes(facts.charactersRead)} read: ${kinds.join(', ')}; lulls: ${facts.lulls}`
  );
}

/** Reports to a TerminalUi: a progress line on a terminal, a line per phase everywhere. */
export function terminalReporter(ui: TerminalUi): StressReporter {
  const startedAt = performance.now();
  return {
    progress: (phase, done, total) => ui.progress(PROGRESS_LABEL[phase], done, total, startedAt),
    phaseEnd: (result: PhaseResult, sizes: StressSizes) => {
      const timing = `${formatDuration(result.ms)}, ${formatCount((result.done * 1000) / result.ms)}/s`;
      const outcome =
        result.failures > 0
          ? `${describePhase(result.name, sizes).split(':')[0]}: ${result.failures} of ` +
            `${formatCount(result.done)} went wrong`
          : describePhase(result.name, sizes);
      ui.line(`  ${ui.mark(result.failures === 0)} ${outcome}  ${ui.style('dim', timing)}`);
      if (result.traffic !== undefined) {
        ui.line(`  ${describeTraffic(result.done, result.traffic)}`);
      }
    },
    note: (text) => ui.line(`  ${ui.style('yellow', 'note:')} ${text}`),
  };
}

/** For --json: nothing is printed on the way. */
export const silentReporter: StressReporter = {
  progress: () => undefined,
  phaseEnd: () => undefined,
  note: () => undefined,
};

function censusRows(before: Census, after: Census, difference: CensusDifference): string[][] {
  const count = (name: string, was: number, is: number): string[] => [
    name,
    formatCount(was),
    formatCount(is),
    formatDelta(is - was),
  ];
  const rows = difference.classes.map((row) => count(row.name, row.before, row.after));
  rows.push(count('all descriptors', before.fds.length, after.fds.length));
  const ptys = count('ptys in use (machine)', before.ptys.inUse, after.ptys.inUse);
  if (difference.ptys.elsewhere.length > 0) {
    ptys[3] = `${ptys[3]}*`;
  }
  rows.push(ptys);
  rows.push(count('threads', before.threads.length, after.threads.length));
  rows.push(count('zombies', before.zombies.length, after.zombies.length));
  rows.push([
    'resident memory',
    formatMegabytes(before.rss),
    formatMegabytes(after.rss),
    formatMegabytes(difference.rss, true),
  ]);
  return rows;
}

function printCensus(ui: TerminalUi, result: StressResult): void {
  const { before, after, difference } = result;
  if (!before.available || !after.available || difference === null) {
    const reason = !before.available ? before.reason : !after.available ? after.reason : '';
    ui.line(`  ${reason}`);
    return;
  }
  ui.table(
    [
      { title: 'open in this process', align: 'left' },
      { title: 'before', align: 'right' },
      { title: 'after', align: 'right' },
      { title: 'difference', align: 'right' },
    ],
    censusRows(before, after, difference),
    (row) => {
      const counted = row[0] !== 'resident memory' && !row[3]?.endsWith('*');
      return counted && row[3] !== '0'
        ? 'red'
        : row[1] === '0' && row[2] === '0'
          ? 'dim'
          : undefined;
    },
  );
  if (difference.ptys.elsewhere.length > 0) {
    ui.line(`  ${ui.style('dim', `* ${describeElsewhere(difference.ptys.elsewhere)}`)}`);
  }
  ui.line(`  ${ui.style('dim', describeRss(result.rss))}`);
}

/** Both ends of a pty may be in different processes, so these need not add up. */
function describeElsewhere(holders: CensusDifference['ptys']['elsewhere']): string {
  const largest = [...holders].sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta)).slice(0, 3);
  const named = largest.map(
    ({ pid, command, delta }) => `${command} (${pid}) ${formatDelta(delta)}`,
  );
  const more = holders.length - largest.length;
  return `in other processes: ${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

/** A wave makes V8 enlarge its heap for good, which a reader must not take for a leak. */
function describeRss(rss: RssJudgement): string {
  return rss.flat === null
    ? `resident memory is not judged: ${rss.samples} samples are too few`
    : `resident memory is judged over the last half of the sequence: ${formatMegabytes(rss.growth, true)}`;
}

/** Prints the census table, the verdict, and every problem found. */
export function printStressResult(ui: TerminalUi, result: StressResult): void {
  const opened = formatCount(result.phases.reduce((sum, phase) => sum + phase.done, 0));
  ui.heading('Census');
  printCensus(ui, result);
  ui.line();
  switch (result.verdict) {
    case 'interrupted':
      ui.line(`${ui.mark(false)} Interrupted after ${opened} ptys; no verdict`);
      break;
    case 'flat': {
      const peak = result.peak === null ? '' : ` (${formatCount(result.peak)} at once)`;
      ui.line(
        `${ui.mark(true)} ${ui.style('bold', 'Flat')}: ${opened} ptys${peak} in ` +
          `${formatDuration(result.ms)}, nothing left behind`,
      );
      break;
    }
    case 'not measured':
      ui.line(`${ui.mark(false)} ${ui.style('bold', 'Not measured')}: ${opened} ptys`);
      break;
    case 'faulty': {
      const measured = result.difference === null ? ':' : ', though nothing was left behind:';
      ui.line(`${ui.mark(false)} ${ui.style('bold', 'Faulty')} after ${opened} ptys${measured}`);
      break;
    }
    case 'not flat':
      ui.line(`${ui.mark(false)} ${ui.style('bold', 'Not flat')} after ${opened} ptys:`);
      break;
  }
  for (const problem of result.problems) {
    ui.line(`  - ${problem}`);
  }
}

export interface StressCommand {
  library: StressLibrary;
  /** Of the library, e.g. "node-pty 1.1.0". */
  name: string;
  ui: TerminalUi;
  json: boolean;
  /** Ptys in sequence; the other phases scale with it. Default 5,000. */
  count?: number;
  /** Live traffic for so long, in place of all phases. */
  minutes?: number;
  /** Of the live traffic's choices; a new one when not given. */
  seed?: number;
  recording: Recording;
  threadsAtStart?: number;
  signal: AbortSignal;
}

/** What `flatpty stress --json` prints. */
export interface StressDocument extends StressResult {
  /** Name and version of what was run. */
  library: string;
  /** Spread evenly over the run, 2,000 at most. */
  samples: readonly Sample[];
}

function sizesOf({ count, minutes, seed = freshSeed() }: StressCommand): StressSizes {
  return minutes === undefined
    ? stressSizes(count)
    : {
        sequence: 0,
        waves: 0,
        waveSize: 0,
        failing: 0,
        traffic: { minutes, atOnce: TRAFFIC_AT_ONCE, seed },
      };
}

function titleOf({ name }: StressCommand, sizes: StressSizes): string {
  const what =
    sizes.traffic === undefined
      ? `${formatCount(totalPtys(sizes))} ptys`
      : `live traffic for ${formatDuration(sizes.traffic.minutes * 60_000)}, ` +
        `seed ${sizes.traffic.seed}`;
  return `flatpty stress: ${what}, ${name}`;
}

/** Runs `flatpty stress`; resolves with whether everything was flat. */
export async function stressCommand(command: StressCommand): Promise<boolean> {
  const { ui, json, recording } = command;
  const sizes = sizesOf(command);
  const title = titleOf(command, sizes);
  if (!json) {
    ui.line(ui.style('bold', title));
  }
  const result = await runStress(
    command.library,
    {
      sizes,
      readCensus: censusReader(),
      signal: command.signal,
      onSample: (sample) => {
        recording.add(sample);
        if (!json) {
          ui.line(`  ${ui.style('dim', describeSample(sample))}`);
        }
      },
      ...(command.threadsAtStart !== undefined && { threadsAtStart: command.threadsAtStart }),
    },
    json ? silentReporter : terminalReporter(ui),
  );
  recording.finish(title);
  if (json) {
    const document: StressDocument = {
      ...result,
      library: command.name,
      samples: recording.samples,
    };
    ui.line(JSON.stringify(document, null, 2));
  } else {
    recording.print(ui);
    printStressResult(ui, result);
  }
  return result.ok;
}
