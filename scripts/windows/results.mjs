// What the Windows workflow has seen, as data and as a table. One thing a call, to stdout:
//   results.mjs machine             this machine
//   results.mjs suite FILE...       what the TAP in these files says, added up
//   results.mjs all FOLDER          all results-*/NAME.json below, as one document
//   results.mjs table FILE          that document as Markdown
//   results.mjs docs FILE           the same, written into docs/platforms.md between its two marks
import os from 'node:os';
import {
  commandsFor,
  orNothing,
  print,
  read,
  runCommand,
  SUITE_COLUMN,
  tableOf as table,
} from '../workflow-results.mjs';
import { readTap } from './tap.mjs';

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

const flat = ({ handles, threads, processes }) =>
  `${handles.toFixed(1)}, ${threads.toFixed(1)}, ${processes.toFixed(1)}`;

const COLUMNS = [
  ['machine', ({ name, machine: seen }) => (seen ? `${seen.name} ${seen.arch}` : name)],
  ['build', ({ machine: seen }) => orNothing(seen, ({ windows }) => windows)],
  ['Node', ({ machine: seen }) => orNothing(seen, ({ node }) => node)],
  ['addon', ({ machine: seen }) => orNothing(seen, ({ addon }) => addon)],
  SUITE_COLUMN,
  ['left by a terminal: handles, threads, processes', (row) => orNothing(row.flatpty, flat)],
  ['by node-pty', (row) => orNothing(row['node-pty'], flat)],
];

export const tableOf = (rows) => table(COLUMNS, rows);

runCommand(import.meta.url, {
  machine: () => print(machine()),
  suite: (...files) => print(suiteOf(files.map(read))),
  ...commandsFor(MARKS, tableOf),
});
