// Runs the suite again and again on a machine that has other work, and names what went red.
//   npm run test:flaky -- --runs 10            beside two busy loops and a disk writer
//   npm run test:flaky -- --runs 3 test/exit   some of the tests
//   --idle   without the other work      -- --jobs 1   what follows goes to scripts/test.mjs
// A run that went red leaves its whole output in .test-build/flaky/, and the command ends with exit code 1.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './test-files.mjs';
import { paint } from './test-report.mjs';

const BUSY_LOOPS = 2;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '10' },
    idle: { type: 'boolean', default: false },
  },
});

const folder = path.join(root, '.test-build/flaky');
const children = new Set();

function start(args, options) {
  const child = spawn(process.execPath, args, { cwd: root, ...options });
  children.add(child);
  child.on('close', () => children.delete(child));
  return child;
}

function stopAll() {
  for (const child of children) child.kill('SIGTERM');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    stopAll();
    process.kill(process.pid, signal);
  });
}

/** What else the machine does: each part ends with this process, however that ends. */
function startLoad() {
  const script = path.join(root, 'scripts/test-load.mjs');
  const parts = [...Array(BUSY_LOOPS).fill('loop'), 'disk'];
  for (const part of parts) start([script, part], { stdio: ['pipe', 'ignore', 'inherit'] });
}

/** One run of the suite. @returns what scripts/test.mjs reported, and its output */
async function run() {
  const report = path.join(folder, 'report.json');
  fs.rmSync(report, { force: true });
  const child = start(['scripts/test.mjs', '--report', report, ...positionals], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const exitCode = await new Promise((resolve) => child.on('close', resolve));
  const results = fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, 'utf8')) : [];
  return { exitCode, output, results };
}

fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });
if (!flags.idle) startLoad();
const red = new Map();
let redRuns = 0;
const runs = Number(flags.runs);
const begun = performance.now();
for (let i = 1; i <= runs; i++) {
  const start = performance.now();
  const { exitCode, output, results } = await run();
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const failed = results.flatMap(({ file, failed }) => failed.map((name) => `${file}  ${name}`));
  for (const name of failed) red.set(name, (red.get(name) ?? 0) + 1);
  const verdict = exitCode === 0 ? paint('green', ' ok ') : paint('red', 'FAIL');
  console.log(
    `${verdict}  run ${i} of ${runs}, ${seconds} s: ${output.trimEnd().split('\n').at(-1)}`,
  );
  if (exitCode === 0) continue;
  redRuns += 1;
  const log = path.join(folder, `run-${i}.log`);
  fs.writeFileSync(log, output);
  console.log(`      ${path.relative(root, log)}`);
  for (const name of failed) console.log(`      ${name}`);
}
stopAll();

for (const [name, times] of red)
  console.log(`${paint('red', 'red')}  ${times} of ${runs}  ${name}`);
const load = flags.idle
  ? 'with no load of ours'
  : `beside ${BUSY_LOOPS} busy loops and a disk writer`;
const [{ model }] = os.cpus();
const machine = `${os.availableParallelism()} processors (${model.trim()}), ${os.type()} ${os.release()}`;
const minutes = ((performance.now() - begun) / 60_000).toFixed(0);
const date = new Date().toISOString().slice(0, 10);
console.log(
  `${date}: ${runs} runs ${load}, ${redRuns} red, ${minutes} min; ${machine}, Node ${process.version}`,
);
process.exitCode = redRuns === 0 ? 0 : 1;
