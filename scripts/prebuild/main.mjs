// Makes prebuilds/ for every target of targets.mjs, on Linux x64, then holds the files against the gates.
//   npm run prebuild                          what is missing or older than its sources
//   npm run prebuild -- --target linux-x64-musl --force
//   npm run prebuild -- --twice               everything, built twice in two folders: same sources, same bytes
// Cold, zig compiles its C++ library for each target: about a minute each. Warm, a target takes seconds.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { deliver, makeTarget } from '../cross/make.mjs';
import { TARGETS as MACS } from '../cross/targets.mjs';
import { cacheDir, toolchain } from '../cross/toolchain.mjs';
import { withLock } from '../lock.mjs';
import { buildWindows } from '../windows/build.mjs';
import { checkPrebuilds } from './check.mjs';
import { buildLinux } from './linux.mjs';
import { filesOf, TARGETS } from './targets.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const record = path.join(root, 'prebuilds/.built.json');

const { values: flags } = parseArgs({
  options: {
    target: { type: 'string', multiple: true },
    force: { type: 'boolean', default: false },
    twice: { type: 'boolean', default: false },
  },
});

const digest = (...parts) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

function filesBelow(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) return [];
    return entry.isDirectory() ? filesBelow(file) : [file];
  });
}

/** All that decides what the files are. */
function sourceDigest() {
  const files = ['src/native', 'scripts/prebuild', 'scripts/cross', 'scripts/windows']
    .flatMap((name) => filesBelow(path.join(root, name)))
    .sort();
  files.push(
    path.join(root, 'binding.gyp'),
    path.join(root, 'node_modules/node-addon-api/package.json'),
  );
  return digest(...files.flatMap((file) => [path.relative(root, file), fs.readFileSync(file)]));
}

const read = (file) => fs.readFileSync(file);
const readRecord = () => (fs.existsSync(record) ? JSON.parse(read(record)) : {});

/** Digests of a target's files below `folder`; undefined when one is missing. */
function fileDigests(folder, target) {
  const files = filesOf(target).map((name) => path.join(folder, name));
  if (!files.every((file) => fs.existsSync(file))) return undefined;
  return files.map((file) => digest(read(file))).join(' ');
}

function isCurrent(target, sources) {
  const known = readRecord()[target.name];
  return known?.sources === sources && known.files === fileDigests(root, target);
}

/** Builds a target into `<to>/prebuilds/`. */
async function build(tools, target, to, work) {
  if (target.how === 'cross') {
    const mac = MACS.find(({ name }) => name === target.name);
    for (const [file, built] of await makeTarget(tools, mac)) {
      deliver(built, path.join(to, 'prebuilds', target.folder, file));
    }
    return;
  }
  if (target.how === 'windows') {
    deliver(await buildWindows(tools, target.arch), path.join(to, filesOf(target)[0]));
    return;
  }
  const built = await buildLinux(target, work);
  for (const name of filesOf(target)) {
    deliver(path.join(built, path.basename(name)), path.join(to, name));
  }
}

/** Builds the target once more, elsewhere; throws when the bytes differ. */
async function buildAgain(tools, target) {
  const other = path.join(cacheDir, 'a-second-build-under-another-path');
  fs.rmSync(other, { recursive: true, force: true });
  if (target.how !== 'gyp') {
    fs.rmSync(path.join(cacheDir, 'objects', target.name), { recursive: true, force: true });
  }
  await build(tools, target, other, path.join(other, 'work'));
  const [first, second] = [fileDigests(root, target), fileDigests(other, target)];
  fs.rmSync(other, { recursive: true, force: true });
  if (first !== second) throw new Error(`${target.name}: two builds differ`);
  console.error(`prebuild: ${target.name} built again: the same bytes`);
}

async function make(tools, target, sources) {
  if (!flags.force && !flags.twice && isCurrent(target, sources)) {
    console.error(`prebuild: ${target.name} up to date`);
    return;
  }
  const begun = performance.now();
  await build(tools, target, root, path.join(cacheDir, 'work'));
  const built = { sources, files: fileDigests(root, target) };
  fs.writeFileSync(record, JSON.stringify({ ...readRecord(), [target.name]: built }, null, 2));
  const took = ((performance.now() - begun) / 1000).toFixed(1);
  console.error(`prebuild: ${target.name} built in ${took} s`);
  if (flags.twice) await buildAgain(tools, target);
}

function wantedTargets() {
  for (const name of flags.target ?? []) {
    if (TARGETS.some((target) => target.name === name)) continue;
    throw new Error(`no target ${name}, only ${TARGETS.map((target) => target.name).join(', ')}`);
  }
  return TARGETS.filter(({ name }) => flags.target?.includes(name) ?? true);
}

try {
  const wanted = wantedTargets();
  const sources = sourceDigest();
  const isAllCurrent = !flags.force && !flags.twice && wanted.every((t) => isCurrent(t, sources));
  // Elsewhere than on Linux x64 there is no compiler, but what was built there can be packed.
  if (!isAllCurrent) {
    const tools = await toolchain();
    await withLock(path.join(cacheDir, 'build.lock'), async () => {
      for (const target of wanted) await make(tools, target, sources);
    });
  }
  process.exitCode = (await checkPrebuilds({ targets: wanted })) ? 0 : 1;
} catch (error) {
  console.error(error.message);
  console.error('prebuild: failed');
  process.exitCode = 1;
}
