import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { Parser } from 'tap-parser';
import { compiled } from './test-files.mjs';

const defaultTimeout = 60; // seconds; a file asks for more with a line `// timeout: 180 s`
const grace = 5; // seconds for tap to report its own timeout before the file is killed from outside

/**
 * Runs one test file to its end; its time limit is multiplied by `patience`. Never rejects.
 * @returns {Promise<{file, ms, passed: number, failed: string[], skipped: string[], comments: string[],
 *   points: object[], tap: string}>} `points` are the failed assertions as tap-parser gives them
 */
export function runFile(file, onSpawn, patience = 1) {
  const asked = fs.readFileSync(file, 'utf8').match(/^\/\/ timeout: (\d+) s$/m)?.[1];
  const seconds = Number(asked ?? defaultTimeout) * patience;
  const begun = performance.now();
  const result = { file, passed: 0, failed: [], skipped: [], comments: [], points: [], tap: '' };

  return new Promise((resolve) => {
    // tap times a file out from within; that needs a living event loop, the timers below do not.
    const child = spawn(process.execPath, ['--enable-source-maps', compiled(file)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TAP: '1', TAP_TIMEOUT: String(seconds) },
    });
    onSpawn(child);
    const parser = new Parser();
    count(parser, result);
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text) => {
      result.tap += text;
    });
    child.stdout.pipe(parser);

    const fail = (reason) => result.failed.push(reason);
    let late = setTimeout(
      () => {
        fail(`killed: no end within ${seconds} s`);
        child.kill('SIGKILL');
      },
      (seconds + grace) * 1000,
    );
    child.on('error', (error) => fail(error.message));
    child.on('exit', () => {
      clearTimeout(late);
      late = setTimeout(() => {
        fail('a process that it started outlives it and holds its stdout');
        child.stdout.destroy();
      }, 5000);
    });
    child.on('close', (code, signal) => {
      clearTimeout(late);
      onSpawn(undefined);
      if (!parser.results) parser.end();
      const { skipAll, skipReason } = parser.results.plan;
      if (skipAll && skipReason !== 'no tests found') {
        result.skipped.push(`the file: ${skipReason || 'no reason given'}`);
      }
      if (signal && !child.killed) fail(`ended by ${signal}`);
      if (result.failed.length === 0) {
        if (code !== 0) fail(`ended with exit code ${code}`);
        else if (result.passed + result.skipped.length === 0) fail('ran no test');
      }
      resolve({ ...result, ms: performance.now() - begun });
    });
  });
}

/**
 * Counts tests, not assertions: a test is a `t.test()` block, or the file itself, that makes an
 * assertion of its own. It has failed if one of its own failed, or if it is not ok as a whole (plan,
 * time) though every block inside is, or if it asserts nothing. Each SKIP and TODO counts as skipped.
 */
function count(parser, result) {
  let passed = 0;
  let failed = 0;
  let failedBelow = false;
  let block;
  parser.on('child', (child) => {
    block = child;
    count(child, result);
    child.on('complete', (end) => {
      failedBelow ||= !end.ok;
    });
  });
  parser.on('assert', (point) => {
    const label = point.fullname || point.name;
    if (point.skip || point.todo) result.skipped.push(`${label}: ${reason(point)}`);
    else if (point.closingTestPoint) {
      if (block.results?.count === 0) result.failed.push(`${label}: makes no assertion`);
    } else if (point.ok) passed += 1;
    else {
      failed += 1;
      result.points.push(point);
    }
  });
  parser.on('comment', (text) => {
    if (!/^# (Subtest: |time=|\{ total: )/.test(text.trimStart()))
      result.comments.push(text.trim());
  });
  parser.on('complete', (end) => {
    if (failed > 0 || (!end.ok && !failedBelow)) result.failed.push(parser.fullname || 'the file');
    else if (passed > 0) result.passed += 1;
  });
}

function reason({ skip, todo }) {
  if (skip) return skip === true ? 'no reason given' : skip;
  return todo === true ? 'todo' : `todo, ${todo}`;
}
