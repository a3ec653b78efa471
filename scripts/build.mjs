// Builds what is missing or older than its sources: the addon (build/Release) with node-gyp, src/*.ts (lib/) with tsc.
//   --native, --ts   only this half       --force   from clean, whatever the dates say
//   --release        lib/ from clean without source maps, whose sources the package does not have
//   --quiet          say nothing when there is nothing to do       --jobs N   compilers at once
//   --root FOLDER    builds another copy of the project (the leak suite builds a faulty one on purpose)
// Everything it prints goes to stderr, so that `npm start -- --json` keeps stdout to itself.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withLock } from './lock.mjs';

const require = createRequire(import.meta.url);
const { values: flags } = parseArgs({
  options: {
    force: { type: 'boolean', default: false },
    native: { type: 'boolean', default: false },
    ts: { type: 'boolean', default: false },
    release: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
    jobs: { type: 'string', default: process.env.JOBS ?? String(os.availableParallelism()) },
    root: { type: 'string', default: path.dirname(path.dirname(fileURLToPath(import.meta.url))) },
  },
});
const root = path.resolve(flags.root);

const addon = path.join(root, 'build/Release/pty.node');
// Written after a build that worked. The addon's own date would not do: make leaves it alone when a
// source changed that this platform does not compile, and every run would look stale from then on.
const stamp = path.join(root, 'build/.stamp');

/** Newest modification time (ms) of a file, or of everything below a folder. */
function newest(file) {
  const { mtimeMs } = fs.statSync(file);
  if (!fs.statSync(file).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...fs.readdirSync(file).map((name) => newest(path.join(file, name))));
}

function nativeIsStale() {
  if (!fs.existsSync(addon) || !fs.existsSync(stamp)) return true;
  const sources = ['binding.gyp', 'src/native'].map((name) => newest(path.join(root, name)));
  return Math.max(...sources) > fs.statSync(stamp).mtimeMs;
}

/** node-gyp's --nodedir when Node's headers lie beside the running node, so that nothing is downloaded. */
function headers() {
  const prefix = path.dirname(path.dirname(fs.realpathSync(process.execPath)));
  if (fs.existsSync(path.join(prefix, 'include/node/node_api.h'))) return [`--nodedir=${prefix}`];
  if (!process.env.npm_config_nodedir) {
    console.error(`build: no headers beside ${process.execPath}, node-gyp may download them`);
  }
  return [];
}

/** Runs a compiler; its output is shown only when it fails. Returns whether it worked. */
function run(what, script, args, hasChanged) {
  const begun = performance.now();
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [require.resolve(script), ...args],
    { cwd: root, encoding: 'utf8', maxBuffer: Number.POSITIVE_INFINITY },
  );
  const took = `${((performance.now() - begun) / 1000).toFixed(1)} s`;
  if (status !== 0) {
    console.error(`${stdout ?? ''}${stderr ?? ''}${error ?? ''}`.trimEnd());
    console.error(`build: ${what} failed after ${took}`);
    return false;
  }
  if (hasChanged()) console.error(`build: ${what} built in ${took}`);
  else if (!flags.quiet) console.error(`build: ${what} up to date`);
  return true;
}

function buildNative() {
  if (!flags.force && !nativeIsStale()) {
    if (!flags.quiet) console.error('build: addon up to date');
    return true;
  }
  // Taken before the compiler starts: a file saved meanwhile must count as newer.
  const begun = new Date();
  const steps = flags.force ? ['rebuild'] : ['configure', 'build'];
  const args = [...steps, `--jobs=${flags.jobs}`, ...headers()];
  if (!run('addon', 'node-gyp/bin/node-gyp.js', args, () => true)) return false;
  fs.writeFileSync(stamp, '');
  fs.utimesSync(stamp, begun, begun);
  return true;
}

function buildTypeScript() {
  // A clean lib/ only when forced: others may be running what is in it.
  if (flags.force || flags.release)
    fs.rmSync(path.join(root, 'lib'), { recursive: true, force: true });
  const info = path.join(root, 'lib/.tsbuildinfo');
  const date = () => fs.statSync(info, { throwIfNoEntry: false })?.mtimeMs;
  const before = date();
  return run(
    'lib',
    'typescript/bin/tsc',
    ['--build', '--pretty', 'false', ...(flags.release ? ['--sourceMap', 'false'] : [])],
    () => date() !== before,
  );
}

const both = flags.native === flags.ts;
await withLock(path.join(root, 'node_modules/.flatpty-build.lock'), () => {
  const ok =
    (!(both || flags.native) || buildNative()) && (!(both || flags.ts) || buildTypeScript());
  process.exitCode = ok ? 0 : 1;
});
