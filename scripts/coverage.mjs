// Which lines of src/ the tests run: one number for TypeScript, one for the native code.
//   npm run coverage                          both, by the full suite
//   npm run coverage -- native test/exit      one of them, by some of the tests
//   --small   by the small run
// Lists the lines of each file that no test reaches. A test that goes red here counts as it would anywhere
// else, but those that find the instruments (a descriptor at the end, a line on stderr) are not judged.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildNative, nativeLines } from './coverage/native.mjs';
import { typeScriptLines } from './coverage/typescript.mjs';
import { root } from './test-files.mjs';

const KINDS = ['typescript', 'native'];

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { small: { type: 'boolean', default: false } },
});
const named = positionals.filter((word) => KINDS.includes(word));
const tests = positionals.filter((word) => !KINDS.includes(word));
const kinds = named.length > 0 ? named : KINDS;
const place = path.join(root, '.coverage');

/** Runs the suite with more in its environment, into a log; its failures and totals are shown. */
function runSuite(env) {
  const log = path.join(place, 'run.log');
  const fd = fs.openSync(log, 'w');
  const args = ['scripts/test.mjs', ...(flags.small ? [] : ['--all']), ...tests];
  spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, CI: '', ...env },
    stdio: ['ignore', fd, fd],
  });
  fs.closeSync(fd);
  const lines = fs.readFileSync(log, 'utf8').trimEnd().split('\n');
  for (const line of lines.filter((line) => /^failed/.test(line))) console.log(line);
  console.log(`${lines.at(-1)} (${path.relative(root, log)})`);
}

/** Numbers as ranges: `3, 7-9`. */
function ranges(numbers) {
  const parts = [];
  for (const number of numbers) {
    const last = parts.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

/** @param {Map<string, Map<number, boolean>>} files which lines have code, and whether it ran */
function print(title, files) {
  let all = 0;
  let reached = 0;
  for (const [file, lines] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const missed = [...lines].filter(([, ran]) => !ran).map(([line]) => line);
    all += lines.size;
    reached += lines.size - missed.length;
    if (missed.length > 0) console.log(`  ${file}: ${ranges(missed.sort((a, b) => a - b))}`);
  }
  console.log(
    `${title}: ${((100 * reached) / all).toFixed(1)} % of ${all} lines, ${all - reached} not reached`,
  );
}

fs.mkdirSync(place, { recursive: true });
const raw = path.join(place, 'v8');
const native = path.join(place, 'native');
const env = {};
if (kinds.includes('typescript')) {
  fs.rmSync(raw, { recursive: true, force: true });
  fs.mkdirSync(raw);
  fs.chmodSync(raw, 0o1777); // some tests run node as another user
  env.NODE_V8_COVERAGE = raw;
}
if (kinds.includes('native')) env.FLATPTY_ADDON = buildNative(native);
runSuite(env);
if (env.NODE_V8_COVERAGE) print('TypeScript', typeScriptLines(raw, path.join(place, 'report')));
if (env.FLATPTY_ADDON) print('native', nativeLines(native));
