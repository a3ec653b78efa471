// npm run bench: flatpty against its peers and against C, interleaved. See lib/options.mjs.
import fs from 'node:fs';
import { describeMachine, loadNow } from './lib/machine.mjs';
import { HELP, readOptions } from './lib/options.mjs';
import { installPeers, prepare } from './lib/prepare.mjs';
import { report, saveFigures } from './lib/report.mjs';
import { Results } from './lib/results.mjs';
import { runCell } from './lib/run-cell.mjs';
import { figure } from './lib/tables.mjs';

/** Every cell of the chosen cases, with what is needed to run and to show it. */
async function plan({ cases, size, cell: text }) {
  const planned = [];
  for (const caseName of cases) {
    const { cells, metrics, title } = await import(`./cases/${caseName}.mjs`);
    for (const cell of cells(size)) {
      if (!`${caseName} ${cell.id}`.includes(text)) continue;
      planned.push({ ...cell, case: caseName, caseTitle: title, metrics: cell.metrics ?? metrics });
    }
  }
  return planned;
}

/** `list` with another one first, so that none is always first. */
const rotated = (list, by) => list.map((_, index) => list[(index + by) % list.length]);

/** A result in a line of progress. */
function short(result) {
  if (result.hang) return 'HANG';
  if (result.error) return result.error;
  const numbers = Object.entries(result).filter(([, value]) => typeof value === 'number');
  return numbers.map(([key, value]) => `${key} ${figure(value)}`).join(', ');
}

/** What a stopped run has of a cell. */
const runsOf = (saved, cell) =>
  saved?.cells.find(({ case: name, id }) => name === cell.case && id === cell.id)?.runs ?? {};

async function measure(options) {
  const saved = options.resume && JSON.parse(fs.readFileSync(options.resume, 'utf8'));
  const cells = (await plan(options)).map((cell) => ({ ...cell, runs: runsOf(saved, cell) }));
  const machine = describeMachine();
  if (saved) machine.resumed = saved.machine.date;
  const results = new Results({ machine, options, cells });
  const begun = performance.now();
  for (let round = 0; round < options.rounds; round++) {
    for (const [index, cell] of cells.entries()) {
      if (round >= (cell.roundsAtMost ?? options.rounds)) continue;
      const libraries = options.libraries.filter((library) => cell.applies?.(library) ?? true);
      if (options.limit && cell.limit) libraries.push('C');
      for (const library of rotated(libraries, index + round)) {
        if (cell.runs[library]?.[round]) continue; // of the run that is resumed
        const run = cell.run ?? runCell;
        const result = await run(cell.case, cell, library);
        cell.runs[library] ??= [];
        cell.runs[library][round] = result;
        const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
        console.error(
          `${minutes} min  round ${round + 1}  ${cell.case} ${cell.id}  ${library}: ${short(result)}`,
        );
      }
      results.machine.loadAtEnd = loadNow();
      results.machine.minutes = (performance.now() - begun) / 60_000;
      saveFigures(results); // a run that is stopped can still be shown: --from
    }
  }
  return results;
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return;
  }
  if (options.other) process.env.FLATPTY_OTHER = options.other;
  if (options.from) {
    const saved = JSON.parse(fs.readFileSync(options.from, 'utf8'));
    await report(new Results(saved), options);
    return;
  }
  prepare();
  if (options.libraries.some((library) => !library.startsWith('flatpty'))) installPeers();
  await report(await measure(options), options);
}

try {
  await main();
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
}
