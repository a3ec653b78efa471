import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { Parser } from 'tap-parser';
import { compiled, demandsOf } from './test-files.mjs';

const GRACE_S = 5; // for tap to report its own timeout before the file is killed from outside
// Files that run beside each other, and beside what else the machine does, take longer than alone.
const DEFAULT_PATIENCE = 3;

/**
 * Runs one test file to its end; its time limit is multiplied by `patience`. Never rejects.
 * @returns {Promise<{file, ms, cpuMs: number | undefined, passed: number, failed: string[],
 *   skipped: string[], comments: string[], points: object[], tap: string, stderr: string}>}
 *   `points` are the failed assertions as tap-parser gives them; `cpuMs` is the processor time of
 *   the file and of everything that it waited for, where the system tells
 */
export function runFile(file, onSpawn, { patience = DEFAULT_PATIENCE, env = {} } = {}) {
  const seconds = demandsOf(file).seconds * patience;
  const begun = performance.now();
  const result = {
    file,
    passed: 0,
    failed: [],
    skipped: [],
    comments: [],
    points: [],
    tap: '',
    stderr: '',
  };

  return new Promise((resolve) => {
    // tap times a file out from within; that needs a living event loop, the timers below do not.
    const child = spawn(process.execPath, ['--enable-source-maps', compiled(file)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env, TAP: '1', TAP_TIMEOUT: String(seconds) },
    });
    onSpawn(child);
    const parser = new Parser();
    count(parser, result);
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text) => {
      result.tap += text;
    });
    child.stdout.pipe(parser);
    child.stderr.setEncoding('utf8').on('data', (text) => {
      result.stderr += text;
    });

    const fail = (reason) => result.failed.push(reason);
    let late = setTimeout(
      () => {
        fail(`killed: no end within ${seconds} s`);
        child.kill('SIGKILL');
      },
      (seconds + GRACE_S) * 1000,
    );
    child.on('error', (error) => fail(error.message));
    child.on('exit', () => {
      result.cpuMs = cpuOfTheLastReaped();
      clearTimeout(late);
      late = setTimeout(() => {
        fail('a process that it started outlives it and holds its stdout or stderr');
        child.stdout.destroy();
        child.stderr.destroy();
      }, 5000 * patience);
    });
    child.on('close', (code, signal) => {
      clearTimeout(late);
      onSpawn(undefined, child);
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

const TICK_MS = 10; // USER_HZ is 100 on every Linux that Node runs on, see time(7)
let ticksSeen = 0;

/**
 * Processor time (ms) that this process's ended children have added since the last call, as proc(5)
 * counts it: with what they themselves waited for. A child is counted when it is reaped, which is
 * just before its 'exit', so two that end in the same turn are the only ones to be mixed up.
 */
function cpuOfTheLastReaped() {
  let stat;
  try {
    stat = fs.readFileSync('/proc/self/stat', 'latin1');
  } catch {
    return undefined;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[13]) + Number(fields[14]); // cutime, cstime
  const added = (ticks - ticksSeen) * TICK_MS;
  ticksSeen = ticks;
  return added;
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
