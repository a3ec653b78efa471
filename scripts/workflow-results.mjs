// What the results of a workflow's machines become, whatever their OS: one document, and a table in docs/platforms.md.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { between } from './marks.mjs';

const PLATFORMS = fileURLToPath(new URL('../docs/platforms.md', import.meta.url));
const NOTHING = 'did not run';

/** A cell: `value` in `words`, or that it is missing. */
export const orNothing = (value, words) => (value ? words(value) : NOTHING);

export const SUITE_COLUMN = [
  'suite',
  ({ suite }) =>
    orNothing(suite, (s) => `${s.passed} passed, ${s.failed} failed, ${s.skipped} skipped`),
];

/** All results-MACHINE/NAME.json below `folder`: a row for each machine, with what each file says under its name. */
export function allIn(folder) {
  return fs
    .readdirSync(folder)
    .filter((name) => name.startsWith('results-'))
    .sort()
    .map((name) => {
      const files = fs.readdirSync(path.join(folder, name)).filter((file) => /\.json$/.test(file));
      const entries = files.map((file) => {
        const text = fs.readFileSync(path.join(folder, name, file), 'utf8');
        // A step that failed before it could write has left an empty file.
        return [file.slice(0, -'.json'.length), text.trim() === '' ? null : JSON.parse(text)];
      });
      return { name: name.slice('results-'.length), ...Object.fromEntries(entries) };
    });
}

/** @param columns `[title, (row) => cell]` each */
export function tableOf(columns, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(([title]) => title)),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map(([, cell]) => cell(row)))),
  ].join('\n');
}

export const read = (file) => fs.readFileSync(file, 'utf8');
export const print = (value) =>
  console.log(typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** The commands that every system has: all, table and docs. */
export const commandsFor = (marks, table) => ({
  all: (folder) => print(allIn(folder)),
  table: (file) => print(table(JSON.parse(read(file)))),
  docs: (file) => {
    fs.writeFileSync(PLATFORMS, between(read(PLATFORMS), marks, table(JSON.parse(read(file)))));
  },
});

/** Does what the command line of the program at `url` names, if it is that program which runs. */
export function runCommand(url, commands) {
  if (process.argv[1] !== fileURLToPath(url)) return;
  const [name, ...rest] = process.argv.slice(2);
  const command = commands[name];
  if (command) {
    command(...rest);
  } else {
    console.error(`usage: results.mjs ${Object.keys(commands).join('|')} [FILE]`);
    process.exitCode = 2;
  }
}
