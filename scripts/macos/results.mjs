// What the macOS workflow has seen, as data and as a table. One thing a call, to stdout:
//   results.mjs machine             this machine
//   results.mjs suite FILE          the last lines of `npm run test:all`
//   results.mjs leaks FILE          the summary of leaks(1)
//   results.mjs all FOLDER          all results-*/NAME.json below, as one document
//   results.mjs table FILE          that document as Markdown
//   results.mjs docs FILE           the same, written into docs/platforms.md between its two marks
import { execFileSync } from 'node:child_process';
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

export const MARKS = ['<!-- macOS results: begin -->', '<!-- macOS results: end -->'];

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

const inARow = ({ done, count, ok }) => `${done} of ${count}${ok ? ', flat' : ', **not flat**'}`;

const COLUMNS = [
  ['machine', ({ name, machine: seen }) => (seen ? `macOS ${seen.macos} ${seen.arch}` : name)],
  ['addon', ({ machine: seen }) => orNothing(seen, ({ addon }) => addon)],
  ['doctor', ({ doctor }) => orNothing(doctor, ({ ok }) => (ok ? 'ok' : '**not ok**'))],
  ['600 in a row', (row) => orNothing(row['six-hundred'], inARow)],
  ["with the parent's slave left open", (row) => orNothing(row['six-hundred-leaking'], inARow)],
  ['node-pty 1.1.0', (row) => orNothing(row['six-hundred-node-pty'], inARow)],
  SUITE_COLUMN,
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

export const tableOf = (rows) => table(COLUMNS, rows);

runCommand(import.meta.url, {
  machine: () => print(machine()),
  suite: (file) => print(suiteOf(read(file))),
  leaks: (file) => print(leaksOf(read(file))),
  ...commandsFor(MARKS, tableOf),
});
