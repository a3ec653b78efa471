// What a run prints and writes: tables, goals, charts, all figures as JSON; a complete run also the page.
import fs from 'node:fs';
import path from 'node:path';
import { judge } from '../goals.mjs';
import { machineSentence } from './machine.mjs';
import { bench, build } from './paths.mjs';
import { installChartLibrary } from './prepare.mjs';
import { caseTables, figure, table } from './tables.mjs';

/** Figures and charts of a complete run are kept; those of others are not. */
const KEPT = path.join(bench, 'results');
const PAGE = path.join(bench, 'RESULTS.md');

/** The bench itself keeps about two processes running. */
const QUIET_LOAD = 3;

function goalsTable(results) {
  const goals = judge(results);
  if (goals.length === 0) return undefined;
  const rows = goals.map(({ text, wanted, measured, met }) => [
    text,
    wanted,
    measured,
    met ? 'met' : '**not met**',
  ]);
  const met = goals.filter((goal) => goal.met).length;
  return `${met} of ${goals.length} met\n\n${table(['goal', 'wanted', 'measured', ''], rows)}`;
}

/** System calls by name, of flatpty and of C. */
function callsTable(results) {
  const rows = [];
  for (const cell of results.cells.filter(({ case: name }) => name === 'syscalls')) {
    for (const kind of ['calls', 'childCalls']) {
      const [own, limit] = ['flatpty', 'C'].map((library) => cell.runs[library]?.[0]?.[kind]);
      if (own === undefined) continue;
      const names = Object.keys({ ...own, ...limit }).sort((a, b) => (own[b] ?? 0) - (own[a] ?? 0));
      const where = kind === 'childCalls' ? `${cell.title}, in the child` : cell.title;
      for (const name of names) {
        rows.push([where, name, figure(own[name] ?? 0), figure(limit?.[name] ?? 0)]);
      }
    }
  }
  return rows.length > 0 ? table(['', 'call', 'flatpty', 'C'], rows) : undefined;
}

function sections(results) {
  const parts = [];
  const goals = goalsTable(results);
  if (goals) parts.push(`## Goals\n\n${goals}`);
  for (const caseName of new Set(results.cells.map((cell) => cell.case))) {
    const { ratios, figures } = caseTables(results, caseName, results.options.libraries);
    const title = results.cells.find((cell) => cell.case === caseName).caseTitle;
    const texts = [
      `## ${title}`,
      ratios && `Against C, round by round:\n\n${ratios}`,
      figures && `Figures:\n\n${figures}`,
      caseName === 'syscalls' && callsTable(results),
    ];
    parts.push(texts.filter(Boolean).join('\n\n'));
  }
  return parts;
}

async function writeCharts(results, folder) {
  installChartLibrary();
  const { CHARTS, drawChart } = await import('./charts.mjs');
  const drawn = [];
  for (const chart of CHARTS) {
    const svg = drawChart(results, chart);
    if (svg === undefined) continue;
    fs.writeFileSync(path.join(folder, `${chart.file}.svg`), `${svg}\n`);
    drawn.push(chart);
  }
  return drawn;
}

const INTRODUCTION = `# Benchmark

Written by \`npm run bench\`, not by hand: the last complete run. Cells are median (min–max) over the rounds; C is
the limit, a small program that does the same with the fewest system calls (bench/limit). Every cell is a process of
its own; libraries are interleaved in rotated order, so **ratios within a row** can be trusted when absolute figures
cannot. CPU is this process's, without the program on the terminal: of all threads, or of the one that runs
JavaScript, as the row says. HANG: the process did not end in the cell's time limit.`;

/** Rounds, time and, where it matters, that others were at work. */
function circumstances({ machine, rounds }) {
  const { minutes, resumed, loadAtBegin, loadAtEnd } = machine;
  const time = resumed ? '' : `, ${minutes.toFixed(0)} minutes`;
  const busy = Math.max(loadAtBegin, loadAtEnd) > QUIET_LOAD;
  const text = `${rounds} ${rounds === 1 ? 'round' : 'rounds'}${time}.`;
  if (!busy) return text;
  return `${text}\n\n**Others used the machine meanwhile**: figures are worse than they would be alone, and ratios scatter.`;
}

function writePage(results, drawn) {
  const charts = drawn.map(({ file, title }) => `![${title}](results/${file}.svg)`).join('\n\n');
  const head = `${INTRODUCTION}\n\n${machineSentence(results.machine)}; ${circumstances(results)}`;
  fs.writeFileSync(
    PAGE,
    `${[head, ...sections(results), `## Charts\n\n${charts}`].join('\n\n')}\n`,
  );
}

/** All figures as JSON; by default where those of incomplete runs are. */
export function saveFigures(results, folder = build) {
  fs.mkdirSync(folder, { recursive: true });
  const json = `${JSON.stringify(results, undefined, 1)}\n`;
  fs.writeFileSync(path.join(folder, 'figures.json'), json);
}

/** Prints the tables, and writes figures and charts: for good when the options say so. */
export async function report(results, options) {
  console.log([machineSentence(results.machine), ...sections(results)].join('\n\n'));
  const folder = options.write ? KEPT : build;
  saveFigures(results, folder);
  if (options.json) fs.copyFileSync(path.join(folder, 'figures.json'), options.json);
  const drawn = await writeCharts(results, folder);
  if (options.write) writePage(results, drawn);
  const page = options.write ? ' and bench/RESULTS.md' : '';
  console.error(`bench: figures and charts are in ${path.relative(process.cwd(), folder)}${page}`);
}
