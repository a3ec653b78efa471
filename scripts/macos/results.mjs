// What the macOS workflow has seen, as data and as a table. One thing a call, to stdout:
//   results.mjs machine             this machine
//   results.mjs suite FILE          the last lines of `npm run test:all`
//   results.mjs leaks FILE          the summary of leaks(1)
//   results.mjs all FOLDER          all results-*/NAME.json below, as one document
//   results.mjs table FILE          that document as Markdown
//   results.mjs docs FILE           the same, written into docs/platforms.md between its two marks
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PLATFORMS = fileURLToPath(new URL('../../docs/platforms.md', import.meta.url));
const MARKS = ['<!-- macOS results: begin -->', '<!-- macOS results: end -->'];

const output = (program, ...args) => execFileSync(program, args, { encoding: 'utf8' }).trim();

function machine() {
  return {
    macos: output('sw_vers', '-productVersion'),
    build: output('sw_vers', '-buildVersion'),
    arch: process.arch,
    kernel: os.release(),
    node: process.versions.node,
    addon: process.env.FLATPTY_ADDON ? 'cross-built' : 'built there',
    ptmxMax: Number(output('sysctl', '-n', 'kern.tty.ptmx_max')),
    commit: process.env.GITHUB_SHA ?? output('git', 'rev-parse', 'HEAD'),
  };
}

/** `N passed, N failed, N skipped` alone on a line, the last of them. */
export function suiteOf(text) {
  const totals = [...text.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1);
  if (!totals) throw new Error('no line that says how many passed');
  const [passed, failed, skipped] = totals.slice(1).map(Number);
  const failures = [...text.matchAll(/^failed +(\S.*)$/gm)].map((match) => match[1]);
  return { passed, failed, skipped, failures };
}

/** `Process 123: 2 leaks for 64 total leaked bytes.`, and whether a stack names the addon. */
export function leaksOf(text) {
  const summary = /^Process \d+: (\d+) leaks? for (\d+) total leaked bytes/m.exec(text);
  if (!summary) throw new Error('no summary of leaks(1)');
  const [leaks, bytes] = summary.slice(1).map(Number);
  return { leaks, bytes, namesAddon: /\bpty\.node\b/.test(text.slice(summary.index)) };
}

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

const NOTHING = 'did not run';
const orNothing = (value, words) => (value ? words(value) : NOTHING);

const inARow = ({ done, count, ok }) => `${done} of ${count}${ok ? ', flat' : ', **not flat**'}`;

const COLUMNS = [
  ['machine', ({ name, machine: seen }) => (seen ? `macOS ${seen.macos} ${seen.arch}` : name)],
  ['addon', ({ machine: seen }) => orNothing(seen, ({ addon }) => addon)],
  ['doctor', ({ doctor }) => orNothing(doctor, ({ ok }) => (ok ? 'ok' : '**not ok**'))],
  ['600 in a row', (row) => orNothing(row['six-hundred'], inARow)],
  ["with the parent's slave left open", (row) => orNothing(row['six-hundred-leaking'], inARow)],
  ['node-pty 1.1.0', (row) => orNothing(row['six-hundred-node-pty'], inARow)],
  [
    'suite',
    ({ suite }) =>
      orNothing(suite, (s) => `${s.passed} passed, ${s.failed} failed, ${s.skipped} skipped`),
  ],
  ['8,000 by lsof', ({ stress }) => orNothing(stress, ({ verdict }) => verdict)],
  [
    'leaks',
    ({ leaks }) =>
      orNothing(
        leaks,
        (seen) => `${seen.leaks}, ${seen.namesAddon ? '**of pty.node**' : 'none of pty.node'}`,
      ),
  ],
];

export function tableOf(rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(COLUMNS.map(([title]) => title)),
    line(COLUMNS.map(() => '---')),
    ...rows.map((row) => line(COLUMNS.map(([, cell]) => cell(row)))),
  ].join('\n');
}

/** `text` with `table` between the two marks. */
export function withTable(text, table) {
  const [begin, end] = MARKS.map((mark) => text.indexOf(mark));
  if (begin < 0 || end < begin) throw new Error(`docs/platforms.md has no ${MARKS.join(' and ')}`);
  return `${text.slice(0, begin + MARKS[0].length)}\n${table}\n${text.slice(end)}`;
}

const read = (file) => fs.readFileSync(file, 'utf8');
const print = (value) =>
  console.log(typeof value === 'string' ? value : JSON.stringify(value, null, 2));

const COMMANDS = {
  machine: () => print(machine()),
  suite: (file) => print(suiteOf(read(file))),
  leaks: (file) => print(leaksOf(read(file))),
  all: (folder) => print(allIn(folder)),
  table: (file) => print(tableOf(JSON.parse(read(file)))),
  docs: (file) => {
    fs.writeFileSync(PLATFORMS, withTable(read(PLATFORMS), tableOf(JSON.parse(read(file)))));
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name, argument] = process.argv.slice(2);
  const command = COMMANDS[name];
  if (!command) {
    console.error(`usage: results.mjs ${Object.keys(COMMANDS).join('|')} [FILE]`);
    process.exitCode = 2;
  } else {
    command(argument);
  }
}
