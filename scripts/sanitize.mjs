// Builds the addon with a sanitizer and runs everything there is on it:
//   npm run sanitize -- asan                 (or ubsan, tsan) all of the below
//   npm run sanitize -- tsan test/exit       of the suite only this
//   --only canaries,core,races,suite         only these parts
//   --seconds N --seed N                     for core and races (default 20 s each, a new seed)
//
// canaries  faults on purpose in an addon of their own: each must be reported, or nothing is proved
// core      sanitize/core_races.cc: the core without node, from several threads
// races     sanitize/races.mjs: terminals in the main thread and in workers, at the wrong moments
// suite     test/, but for what sanitize/left-out.mjs lists with its reasons; a file that fails without a
//           report is run once more
//
// Fails when a runtime's report names our code, when a test fails, or when a part went wrong. Reports
// that name only node, V8 and libuv are counted. Needs gcc with its sanitizers' runtimes, and patchelf.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './sanitize/build.mjs';
import { root } from './sanitize/folders.mjs';
import { kinds } from './sanitize/kinds.mjs';
import { reasonAgainst } from './sanitize/left-out.mjs';
import { collect, heading } from './sanitize/reports.mjs';
import { compileTests, findTests } from './test-files.mjs';
import { printFile, printSummary } from './test-report.mjs';
import { runFile } from './test-run.mjs';

const PARTS = ['canaries', 'core', 'races', 'suite'];
const PATIENCE = 4; // times a test file's own limit

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: PARTS.join(',') },
    seconds: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
});
const [name, ...paths] = positionals;
const parts = flags.only.split(',');
if (!(name in kinds) || parts.some((part) => !PARTS.includes(part))) {
  console.error(`sanitize: one of ${Object.keys(kinds)}, --only some of ${PARTS}`);
  process.exit(2);
}

process.chdir(root);
const kind = kinds[name];
const failures = [];
const foreign = new Map();
let folders;
let running;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    running?.kill('SIGKILL');
    process.kill(process.pid, signal);
  });
}

/** Takes the reports that `what` has left; those of our code are shown and returned. */
function reportsOf(what) {
  const reports = collect(folders.reports);
  for (const report of reports.filter(({ ours }) => !ours)) {
    const title = report.text.match(/^SUMMARY: .*/m)?.[0] ?? heading(report);
    const key = title.replace(/0x[0-9a-f]+|\d+/g, 'N').slice(0, 300);
    foreign.set(key, (foreign.get(key) ?? 0) + 1);
  }
  const ours = reports.filter((report) => report.ours);
  for (const report of ours) console.log(`REPORT  ${what}\n${report.text}\n`);
  return ours;
}

/** Runs a program to its end, at most `limitMs`; resolves to how it ended, or undefined for exit code 0. */
function run(file, args, limitMs, stdio = 'inherit') {
  return new Promise((resolve) => {
    running = spawn(file, args, { stdio: ['ignore', stdio, stdio] });
    const timer = setTimeout(() => running.kill('SIGKILL'), limitMs);
    running.on('error', (error) => resolve(error.message));
    running.on('close', (code, signal) => {
      clearTimeout(timer);
      running = undefined;
      resolve(code === 0 ? undefined : `exit code ${code}, signal ${signal}`);
    });
  });
}

async function canaries() {
  const addon = path.join(folders.built, 'canary.node');
  for (const [canary, expected] of Object.entries(kind.canaries)) {
    await run(
      folders.node,
      ['-e', `require(${JSON.stringify(addon)}).${canary}()`],
      60_000,
      'ignore',
    );
    const found = collect(folders.reports).filter(({ ours, text }) => ours && expected.test(text));
    if (found.length === 0) failures.push(`canary ${canary}: nothing was reported`);
    else console.log(`canary ${canary}: ${heading(found[0]).split('\n')[0].slice(0, 100)}`);
  }
}

/** A part that is one program, which is given twice its time and a minute to end in. */
async function part(what, file, args) {
  const limitMs = Number(flags.seconds) * 2000 + 60_000;
  const wrong = await run(file, args, limitMs);
  if (wrong) failures.push(`${what}: ${wrong} (seed ${flags.seed})`);
  const reports = reportsOf(what);
  if (reports.length > 0) failures.push(`${what}: ${reports.length} reports (seed ${flags.seed})`);
}

async function runTest(file) {
  const onSpawn = (child) => {
    running = child;
  };
  const result = await runFile(file, onSpawn, { patience: PATIENCE });
  const reports = reportsOf(file);
  for (const report of reports) result.failed.push(heading(report).slice(0, 400));
  printFile(result, { raw: false });
  return { ...result, reports: reports.length };
}

async function suite() {
  const results = [];
  const left = [];
  const all = findTests(paths);
  const files = all.filter((file) => {
    const reason = reasonAgainst(file, name);
    if (reason) left.push(`left out  ${file}: ${reason}`);
    return !reason;
  });
  if (!compileTests(paths.length > 0 ? files : undefined)) {
    failures.push('suite: type errors');
    return;
  }
  // runFile starts it, and so do tests that start a further node.
  process.execPath = folders.node;
  for (const file of files) {
    let result = await runTest(file);
    // Its own bounds may have been too narrow for this slow a program. A report is for good.
    if (result.failed.length > 0 && result.reports === 0) {
      console.log(`again     ${file}`);
      result = await runTest(file);
    }
    results.push(result);
  }
  console.log(left.join('\n'));
  if (!printSummary(results)) failures.push('suite');
}

const begun = performance.now();
folders = build(name);
collect(folders.reports);
process.env.FLATPTY_ADDON = folders.addon;
process.env.PATH = `${folders.bin}${path.delimiter}${process.env.PATH}`;
// Where tests that build an addon find the headers: there are none beside this node.
process.env.npm_config_nodedir ??= path.dirname(path.dirname(process.execPath));

const work = {
  canaries,
  core: () => {
    const program = path.join(folders.built, 'core-races');
    return part('core', program, [flags.seconds, flags.seed]);
  },
  races: () => {
    const script = 'scripts/sanitize/races.mjs';
    return part('races', folders.node, [script, '--seconds', flags.seconds, '--seed', flags.seed]);
  },
  suite,
};
for (const which of PARTS.filter((which) => parts.includes(which))) {
  const start = performance.now();
  console.log(`--- ${name}: ${which}`);
  await work[which]();
  console.log(`--- ${name}: ${which} took ${((performance.now() - start) / 1000).toFixed(0)} s`);
}
for (const [key, count] of foreign) console.log(`not ours, ${count} times: ${key}`);
for (const failure of failures) console.log(`failed: ${failure}`);
const verdict = failures.length === 0 ? 'nothing of ours' : `${failures.length} failures`;
console.log(
  `${kind.title}: ${verdict}, ${((performance.now() - begun) / 1000).toFixed(0)} s in all`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
