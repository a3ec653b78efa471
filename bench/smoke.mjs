// npm run bench:smoke: has flatpty become twice as slow, against C? Ratios only, about a minute.
//   --write            keeps this run's ratios as bench/smoke-baseline.json
//   --baseline FILE    compares with another baseline
//   --attempts FILE    judges attempts of an earlier run, or made up ones, and measures nothing
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine, machineSentence } from './lib/machine.mjs';
import { bench } from './lib/paths.mjs';
import { prepare } from './lib/prepare.mjs';
import { runCell } from './lib/run-cell.mjs';
import { compare, ratiosOf, WATCHED } from './lib/smoke.mjs';
import { figure, table } from './lib/tables.mjs';

const ROUNDS = 3;
/** When something looks slow it may be the machine: so many rounds more may show that it was. */
const ROUNDS_AT_MOST = 9;

const { values: flags } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    baseline: { type: 'string', default: path.join(bench, 'smoke-baseline.json') },
    attempts: { type: 'string' },
  },
});

const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

/** The watched cells; with `names`, only those of them. */
async function watchedCells(names) {
  const cells = [];
  for (const { case: caseName, id } of WATCHED) {
    const name = `${caseName} ${id}`;
    if (names && !names.has(name)) continue;
    const { cells: all } = await import(`./cases/${caseName}.mjs`);
    cells.push({ name, caseName, cell: all('smoke').find((cell) => cell.id === id) });
  }
  return cells;
}

/** One attempt of flatpty and of C at every cell; who is first changes. */
async function measureRound(cells, round) {
  const attempts = [];
  for (const { name, caseName, cell } of cells) {
    const order = round % 2 === 0 ? ['flatpty', 'C'] : ['C', 'flatpty'];
    for (const library of order) {
      const result = await runCell(caseName, cell, library);
      if (result.hang || result.error) console.error(`bench:smoke: ${name} ${library}:`, result);
      attempts.push({ cell: name, library, result });
    }
  }
  return attempts;
}

const cellOf = (name) => name.split(' ').slice(0, 2).join(' ');

async function measure(baseline) {
  const attempts = [];
  let cells = await watchedCells();
  const least = flags.write ? ROUNDS_AT_MOST : ROUNDS;
  for (let round = 0; round < ROUNDS_AT_MOST && cells.length > 0; round++) {
    attempts.push(...(await measureRound(cells, round)));
    if (round + 1 < least) continue;
    // From here on only what is not fine yet.
    const slow = compare(ratiosOf(attempts), baseline).filter(({ fine }) => !fine);
    cells =
      slow.length === 0 ? [] : await watchedCells(new Set(slow.map(({ name }) => cellOf(name))));
  }
  return attempts;
}

const machine = describeMachine();
const begun = performance.now();
const baseline = flags.write ? {} : readJson(flags.baseline).ratios;
if (!flags.attempts) prepare();
const attempts = flags.attempts ? readJson(flags.attempts) : await measure(baseline);
const ratios = ratiosOf(attempts);
const seconds = ((performance.now() - begun) / 1000).toFixed(0);
if (flags.write) {
  const text = {
    about: 'npm run bench:smoke -- --write',
    machine: machineSentence(machine),
    ratios,
  };
  fs.writeFileSync(flags.baseline, `${JSON.stringify(text, undefined, 2)}\n`);
}
const rows = compare(ratios, flags.write ? ratios : baseline);
console.log(
  table(
    ['flatpty / C', 'now', 'baseline', ''],
    rows.map(({ name, ratio, baseline: before, fine }) => [
      name,
      figure(ratio),
      figure(before),
      fine ? '' : 'MORE THAN TWICE',
    ]),
  ),
);
const slow = rows.filter(({ fine }) => !fine);
console.log(`bench:smoke: ${rows.length - slow.length} of ${rows.length} fine, ${seconds} s`);
process.exitCode = slow.length === 0 && rows.length > 0 ? 0 : 1;
