// What must be there before anything is measured: flatpty itself, the peers, the C programs, the texts.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { bench, build } from './paths.mjs';
import { writeTexts } from './texts.mjs';

function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', 2, 2] });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed${error ? `: ${error}` : ''}`);
}

/** Installs `folder`'s packages as its lock file says, unless that has been done. */
function install(folder, afterwards) {
  const done = path.join(folder, 'node_modules/.flatpty-bench');
  const lock = fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8');
  if (fs.existsSync(done) && fs.readFileSync(done, 'utf8') === lock) return;
  console.error(`bench: npm ci in ${path.relative(process.cwd(), folder) || '.'}`);
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], folder);
  afterwards?.();
  fs.writeFileSync(done, lock);
}

/** The peers, of which one has no prebuilt binary for Linux: its script, and no other, runs. */
export function installPeers() {
  const folder = path.join(bench, 'peers');
  install(folder, () => run('npm', ['rebuild', 'node-pty-1.1'], folder));
}

/** What draws the charts. */
export const installChartLibrary = () => install(bench);

const sources = (folder) =>
  fs.readdirSync(path.join(bench, folder)).filter((name) => name.endsWith('.c'));

/** Compiles `files` to `target` if one of them, or a header beside them, is newer. */
function compile(target, files) {
  const headers = fs
    .readdirSync(path.dirname(files[0]))
    .filter((name) => name.endsWith('.h'))
    .map((name) => path.join(path.dirname(files[0]), name));
  const built = fs.statSync(target, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if ([...files, ...headers].every((file) => fs.statSync(file).mtimeMs < built)) return;
  run('gcc', ['-O2', '-Wall', '-Wextra', '-Werror', '-o', target, ...files]);
}

function compilePrograms() {
  fs.mkdirSync(build, { recursive: true });
  const shared = ['pty.c', 'measure.c'];
  for (const name of sources('limit').filter((name) => !shared.includes(name))) {
    const files = [name, ...shared].map((file) => path.join(bench, 'limit', file));
    compile(path.join(build, `limit-${name.slice(0, -2)}`), files);
  }
  for (const name of sources('programs')) {
    compile(path.join(build, name.slice(0, -2)), [path.join(bench, 'programs', name)]);
  }
}

/** Everything but the packages of npm. */
export function prepare() {
  run(process.execPath, [path.join(bench, '../scripts/build.mjs'), '--quiet'], bench);
  compilePrograms();
  writeTexts();
}
