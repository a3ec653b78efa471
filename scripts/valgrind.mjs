// Runs sanitize/valgrind-program.js under valgrind (--track-fds, --leak-check) and reads what it says:
//   npm run valgrind
// Fails when an invalid access, a use of unset memory, a wrong free or a leak has our code in its
// stack, in the process or in a child before its exec, or when a descriptor that we opened is still
// open at the end. Needs valgrind; takes about a minute. Valgrind 3.19 has no pidfd_open, so this also
// goes the way of the timer that is for kernels without it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './sanitize/folders.mjs';
import { isOurAllocation } from './sanitize/reports.mjs';

const PROGRAM = path.join(root, 'scripts/sanitize/valgrind-program.js');
const OURS = /\bpty\.node\b/;
const LIMIT_MS = 15 * 60_000;

/** The reactor's epoll and eventfd are the process's for good (reactor.h): one of each is no leak. */
const FOR_GOOD = [/\bepoll_create1\b.*MakePoller/s, /\beventfd\b.*MakePoller/s];

/** What valgrind says in blocks: the lines between two empty ones, without its prefix. */
function blocksOf(text) {
  const lines = text.split('\n').map((line) => line.replace(/^[=-]{2}\d+[=-]{2} ?/, ''));
  return lines.join('\n').split(/\n\s*\n/);
}

const isLeak = (block) => /are definitely lost/.test(block);
const isDescriptor = (block) => /Open (file descriptor|AF_UNIX socket)/.test(block);

/** An invalid access and the like: what has a stack and is nothing else. */
const isError = (block) => /^\s+at 0x/m.test(block) && !isLeak(block) && !isDescriptor(block);

/** The blocks about us of one process's log that should not be there. */
function faultsIn(text, isMain) {
  const ours = blocksOf(text).filter((block) => OURS.test(block));
  const faults = ours.filter(isError);
  // A child has a copy of the parent's memory and descriptors, which go with its exit.
  if (!isMain) return faults;
  faults.push(...ours.filter((block) => isLeak(block) && isOurAllocation(block)));
  const open = ours.filter((block) => /Open file descriptor/.test(block));
  for (const usual of FOR_GOOD) {
    const index = open.findIndex((block) => usual.test(block));
    if (index === -1) faults.push(`no descriptor is like ${usual}: has valgrind followed any?`);
    else open.splice(index, 1);
  }
  return [...faults, ...open];
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'flatpty-valgrind-'));
process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const begun = performance.now();
const { status, signal, stdout, stderr, error } = spawnSync(
  'valgrind',
  [
    ...['--leak-check=full', '--show-leak-kinds=definite', '--track-fds=yes'],
    ...['--num-callers=30', '--error-limit=no'],
    // A child between fork and exec writes a file of its own.
    `--log-file=${folder}/log.%p`,
    // The code that V8 generates is not for valgrind to follow.
    ...[process.execPath, '--jitless', PROGRAM],
  ],
  { cwd: root, encoding: 'utf8', timeout: LIMIT_MS },
);
const seconds = ((performance.now() - begun) / 1000).toFixed(0);
const logs = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
const isMain = (text) => text.includes(`Parent PID: ${process.pid}\n`);
const main = logs.find(isMain);
const failures = logs.flatMap((text) => faultsIn(text, text === main));
if (status !== 0 || !stdout.includes('valgrind-program: done')) {
  failures.push(error?.message ?? `exit code ${status}, signal ${signal}\n${stdout}${stderr}`);
}
if (!main) failures.push('valgrind has written nothing about the process');
for (const failure of failures) console.log(`FAULT:\n${failure}\n`);
for (const line of main?.match(/(FILE DESCRIPTORS|definitely lost|ERROR SUMMARY): .*/g) ?? []) {
  console.log(line);
}
console.log(
  `valgrind: ${logs.length - 1} children, ${failures.length} faults of ours, ${seconds} s`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
