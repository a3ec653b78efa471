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

/** Runs the suite with more in its environment; its own verdict is shown by its last lines. */
function runSuite(env) {
  const args = ['scripts/test.mjs', ...(flags.small ? [] : ['--all']), ...tests];
  const { stdout } = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, CI: '', ...env },
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = stdout.trimEnd().split('\n');
  console.log(lines.filter((line) => /^failed/.test(line)).join('\n'));
  console.log(lines.at(-1));
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
if (kinds.includes('typescript')) {
  const raw = path.join(place, 'v8');
  fs.rmSync(raw, { recursive: true, force: true });
  fs.mkdirSync(raw);
  fs.chmodSync(raw, 0o1777); // some tests run node as another user
  runSuite({ NODE_V8_COVERAGE: raw });
  print('TypeScript', typeScriptLines(raw, path.join(place, 'report')));
}
if (kinds.includes('native')) {
  const folder = path.join(place, 'native');
  const addon = buildNative(folder);
  runSuite({ FLATPTY_ADDON: addon });
  print('native', nativeLines(folder));
}
