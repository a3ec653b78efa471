// Compiles test/ and runs its files one after another: all, or those below the paths given.
//   npm test                      npm test -- test/spawn test/exit/once.test.ts
//   --raw   shows the TAP of every file, not only of those that fail
//
// Each file is a plain node process that speaks TAP. tap's own runner would put loader hooks and
// NODE_OPTIONS into it and so into everything it spawns: more threads, signal handlers, and a start-up
// of 1.7 s in place of 0.4 s for every node below. This suite looks at exactly these things.
import { parseArgs } from 'node:util';
import { compileTests, findTests, root } from './test-files.mjs';
import { paint, printFile, printSummary } from './test-report.mjs';
import { runFile } from './test-run.mjs';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { raw: { type: 'boolean', default: false } },
});

process.chdir(root);
const files = findTests(positionals);
if (!compileTests(positionals.length > 0 ? files : undefined)) {
  console.error('test: type errors, nothing was run');
  files.length = 0;
}

let running;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    running?.kill('SIGKILL');
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const results = [];
for (const file of files) {
  if (process.stdout.isTTY) process.stdout.write(paint('dim', `  ..  ${file}`));
  const result = await runFile(file, (child) => {
    running = child;
  });
  results.push(result);
  printFile(result, flags);
}
process.exitCode = printSummary(results) ? 0 : 1;
