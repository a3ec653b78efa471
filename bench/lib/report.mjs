// What a run prints and writes.
import fs from 'node:fs';
import { machineSentence } from './machine.mjs';
import { caseTables } from './tables.mjs';

/** Prints the tables, and writes what the options ask for. */
export async function report(results, options) {
  const cases = [...new Set(results.cells.map((cell) => cell.case))];
  console.log(`${machineSentence(results.machine)}\n`);
  for (const caseName of cases) {
    const { ratios, figures } = caseTables(results, caseName, results.options.libraries);
    console.log(`## ${results.cells.find((cell) => cell.case === caseName).caseTitle}\n`);
    if (ratios) console.log(`Against C, round by round, median (min–max)\n\n${ratios}\n`);
    if (figures) console.log(`median (min–max)\n\n${figures}\n`);
  }
  if (options.json) fs.writeFileSync(options.json, `${JSON.stringify(results)}\n`);
}
