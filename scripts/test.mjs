// Compiles test/ and runs its files: all, or those below the paths given.
//   npm test                      npm test -- test/spawn test/exit/once.test.ts
//   --all      at full size, with what the small run leaves out; npm run test:all
//   --jobs N   files at once; default: one more than there are processors
//   --raw      shows the TAP of every file, not only of those that fail
//   --report FILE   writes what came of each file, as JSON
// FLATPTY_TEST_SCALE is the part of the full size at which tests run, from 0 to 1.
//
// Each file is a plain node process that speaks TAP. tap's own runner would put loader hooks and
// NODE_OPTIONS into it and so into everything it spawns: more threads, signal handlers, and a start-up
// of 1.7 s in place of 0.4 s for every node below. This suite looks at exactly these things.
import fs from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { compileTests, demandsOf, findTests, root } from './test-files.mjs';
import { paint, printFile, printSummary } from './test-report.mjs';
import { runFile } from './test-run.mjs';
import { Progress, recordDurations, runAll } from './test-schedule.mjs';
import { unlistedSkips } from './test-skips.mjs';

const SMALL_SCALE = 0.1;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    jobs: { type: 'string', default: String(os.availableParallelism() + 1) },
    raw: { type: 'boolean', default: false },
    report: { type: 'string' },
  },
});

process.chdir(root);
process.env.FLATPTY_TEST_SCALE ??= String(flags.all ? 1 : SMALL_SCALE);

const found = findTests(positionals);
const isNamed = (file) => positionals.includes(file);
const later = flags.all ? [] : found.filter((file) => demandsOf(file).onlyInAll && !isNamed(file));
const files = found.filter((file) => !later.includes(file));
if (!compileTests(positionals.length > 0 ? files : undefined)) {
  console.error('test: type errors, nothing was run');
  files.length = 0;
}

const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    for (const child of running) child.kill('SIGKILL');
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const begun = performance.now();
const progress = new Progress(files);
const results = [];
await runAll(files, Number(flags.jobs), async (file) => {
  const result = await runFile(file, (child, ended) => {
    if (child) running.add(child);
    else running.delete(ended);
  });
  results.push(result);
  printFile(result, { raw: flags.raw, progress: progress.after(file) });
});
if (files.length > 0) recordDurations(results);

if (flags.report) {
  const facts = results.map(({ file, ms, cpuMs, passed, failed, skipped }) => {
    return { file, ms, cpuMs, passed, failed, skipped };
  });
  fs.writeFileSync(flags.report, JSON.stringify(facts));
}
results.sort((a, b) => (a.file < b.file ? -1 : 1));
for (const file of later) {
  console.log(`${paint('yellow', 'left to test:all')}  ${file}  ${demandsOf(file).onlyInAll}`);
}
const unlisted = process.env.CI ? unlistedSkips(results) : [];
const faults = unlisted.map((skip) => `a skip that scripts/test-skips.mjs does not allow: ${skip}`);
const seconds = ((performance.now() - begun) / 1000).toFixed(0);
const cpu = (results.reduce((sum, { cpuMs = 0 }) => sum + cpuMs, 0) / 1000).toFixed(0);
console.log(`${results.length} files in ${seconds} s, CPU ${cpu} s`);
process.exitCode = printSummary(results, faults) ? 0 : 1;
