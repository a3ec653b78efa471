// What the Windows workflow has seen, as data and as a table. One thing a call, to stdout:
//   results.mjs machine             this machine
//   results.mjs suite FILE...       what the TAP in these files says, added up
//   results.mjs all FOLDER          all results-*/NAME.json below, as one document
//   results.mjs table FILE          that document as Markdown
//   results.mjs docs FILE           the same, written into docs/platforms.md between its two marks
import fs from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { allIn } from '../macos/results.mjs';
import { between } from './marks.mjs';
import { readTap } from './tap.mjs';

const PLATFORMS = fileURLToPath(new URL('../../docs/platforms.md', import.meta.url));
const MARKS = ['<!-- Windows results: begin -->', '<!-- Windows results: end -->'];

const machine = () => ({
  windows: os.release(),
  name: os.version(),
  arch: process.arch,
  node: process.versions.node,
  addon: process.env.FLATPTY_ADDON ? 'prebuilt' : 'built there',
  commit: process.env.GITHUB_SHA ?? 'unknown',
});

/** The sums of several files; a file whose TAP is cut off counts as a failure. */
export function suiteOf(texts) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const text of texts) {
    const counts = readTap(text);
    for (const key of Object.keys(total)) total[key] += counts[key];
  }
  return total;
}

const NOTHING = 'did not run';
const orNothing = (value, words) => (value ? words(value) : NOTHING);
const flat = ({ handles, threads, processes }) =>
  `${handles.toFixed(1)}, ${threads.toFixed(1)}, ${processes.toFixed(1)}`;

const COLUMNS = [
  ['machine', ({ name, machine: seen }) => (seen ? `${seen.name} ${seen.arch}` : name)],
  ['build', ({ machine: seen }) => orNothing(seen, ({ windows }) => windows)],
  ['Node', ({ machine: seen }) => orNothing(seen, ({ node }) => node)],
  ['addon', ({ machine: seen }) => orNothing(seen, ({ addon }) => addon)],
  [
    'suite',
    ({ suite }) =>
      orNothing(suite, (s) => `${s.passed} passed, ${s.failed} failed, ${s.skipped} skipped`),
  ],
  ['left by a terminal: handles, threads, processes', (row) => orNothing(row.flatpty, flat)],
  ['by node-pty', (row) => orNothing(row['node-pty'], flat)],
];

export function tableOf(rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(COLUMNS.map(([title]) => title)),
    line(COLUMNS.map(() => '---')),
    ...rows.map((row) => line(COLUMNS.map(([, cell]) => cell(row)))),
  ].join('\n');
}

const read = (file) => fs.readFileSync(file, 'utf8');
const print = (value) =>
  console.log(typeof value === 'string' ? value : JSON.stringify(value, null, 2));

const COMMANDS = {
  machine: () => print(machine()),
  suite: (...files) => print(suiteOf(files.map(read))),
  all: (folder) => print(allIn(folder)),
  table: (file) => print(tableOf(JSON.parse(read(file)))),
  docs: (file) => {
    fs.writeFileSync(PLATFORMS, between(read(PLATFORMS), MARKS, tableOf(JSON.parse(read(file)))));
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name, ...rest] = process.argv.slice(2);
  const command = COMMANDS[name];
  if (!command) {
    console.error(`usage: results.mjs ${Object.keys(COMMANDS).join('|')} [FILE]`);
    process.exitCode = 2;
  } else {
    command(...rest);
  }
}
