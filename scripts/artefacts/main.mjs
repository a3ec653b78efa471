// Runs the prebuilt addons, from the packed tarball, in every runtime that this machine can run, and writes
// what ran where into docs/platforms.md.
//   npm run check:artefacts                       npm run check:artefacts -- --only musl --only bun
//   --write   replaces the table in docs/platforms.md; only a run of all rows may
// The runtimes come from npm and Debian by name, into scripts/artefacts/ (the first run: minutes).
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { withLock } from '../lock.mjs';
import { pack } from '../pack.mjs';
import { ROWS } from './rows.mjs';
import { writeTable } from './table.mjs';

const here = import.meta.dirname;

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    write: { type: 'boolean', default: false },
  },
});

/** Installs the runtimes. --force, because npm refuses those for another processor or C library. */
function installRuntimes() {
  const stamp = path.join(here, 'node_modules/.package-lock.json');
  const lock = path.join(here, 'package-lock.json');
  if (fs.existsSync(stamp) && fs.statSync(stamp).mtimeMs > fs.statSync(lock).mtimeMs) return;
  const args = ['ci', '--prefix', here, '--force', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed`);
}

/** The package as a user has it, in a temporary folder. */
function unpack(work) {
  const tarball = pack(work, { all: true });
  const { status } = spawnSync('tar', ['-xzf', tarball, '-C', work], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('tar failed');
  return path.join(work, 'package');
}

/** Runs one row. `undefined` for what cannot run here, with the reason in `skipped`. */
function runRow(row, context) {
  const begun = performance.now();
  let outcome;
  try {
    const { status, stdout, stderr } = row.run(context);
    const last = stdout.trimEnd().split('\n').at(-1) ?? '';
    const answer = last.startsWith('{') ? JSON.parse(last) : undefined;
    outcome =
      answer && status === 0 ? { ok: true, ...answer } : { ok: false, said: `${stdout}${stderr}` };
  } catch (error) {
    outcome = { ok: false, said: error.message };
  }
  return { ...row, ...outcome, seconds: (performance.now() - begun) / 1000 };
}

const wanted = ROWS.filter(
  ({ name }) => flags.only.length === 0 || flags.only.some((word) => name.includes(word)),
);
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'flatpty-artefacts-'));
try {
  await withLock(path.join(here, '.lock'), async () => {
    installRuntimes();
    const context = { package: unpack(work), work, smoke: path.join(here, 'smoke.cjs') };
    const results = [];
    for (const row of wanted) {
      const result = runRow(row, context);
      results.push(result);
      const { ok, name, runtime, passed, seconds, said } = result;
      const text = ok ? `${runtime}: ${passed} checks` : `\n${said}`;
      console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}: ${text} (${seconds.toFixed(1)} s)`);
    }
    const failed = results.filter(({ ok }) => !ok).length;
    console.log(`${results.length - failed} passed, ${failed} failed`);
    if (flags.write && failed === 0 && wanted.length === ROWS.length) writeTable(results);
    process.exitCode = failed === 0 && results.length > 0 ? 0 : 1;
  });
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}
