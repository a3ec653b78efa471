// What the packed package must be.
import fs from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readTar } from '../cross/tarball.mjs';
import { BUDGET, filesOf, TARGETS } from './targets.mjs';

/** All that may be in it. */
const MAY = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|THIRD_PARTY_NOTICES\.md)$/,
  /^lib\/[\w/]+\.(js|d\.ts)$/,
  /^lib\/esm\.(mjs|d\.mts)$/,
  /^native\/(binding\.gyp|src\/native\/[\w/]+\.(cc|c|h|S|map))$/,
];
const LICENCES = ['LICENSE', 'THIRD_PARTY_NOTICES.md'];
const AT_INSTALL = /^(pre|post)?(install|prepare)$|^prepublish$/;

/** A file set whose rows have other files (Windows) lists them itself. */
const prebuilt = (targets) => targets.flatMap(filesOf);

function manifestFaults({
  scripts = {},
  dependencies = {},
  optionalDependencies = {},
  ...manifest
}) {
  const faults = Object.keys(scripts)
    .filter((name) => AT_INSTALL.test(name))
    .map((name) => `package.json has the script ${name}, which runs at install`);
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    faults.push(`package.json depends on ${name}`);
  }
  for (const field of ['repository', 'bugs', 'homepage', 'license']) {
    if (!manifest[field]) faults.push(`package.json has no ${field}`);
  }
  return faults;
}

/**
 * Looks through a packed package.
 * @returns {{faults: string[], files: {name: string, size: number}[], size: number}} sizes in bytes.
 */
export function checkTarball(file, targets = TARGETS) {
  const archive = fs.readFileSync(file);
  const packed = new Map(
    [...readTar(gunzipSync(archive))].map(([name, entry]) => [
      name.replace(/^package\//, ''),
      entry,
    ]),
  );
  const faults = [];
  const binaries = prebuilt(targets);
  for (const name of [...binaries, ...LICENCES, 'native/binding.gyp', 'lib/index.js']) {
    if (!packed.has(name)) faults.push(`${name} is not in the tarball`);
  }
  for (const [name, { mode }] of packed) {
    const isBinary = binaries.includes(name);
    if (!isBinary && !MAY.some((pattern) => pattern.test(name)))
      faults.push(`${name} is in the tarball`);
    const wanted = isBinary ? 0o755 : mode & 0o111 ? 0o755 : 0o644;
    if (mode !== wanted)
      faults.push(`${name} has mode ${mode.toString(8)}, not ${wanted.toString(8)}`);
  }
  if (packed.has('package.json')) {
    faults.push(...manifestFaults(JSON.parse(packed.get('package.json').content.toString())));
  }
  const windows = targets.filter(({ how }) => how === 'windows').length;
  const limit = BUDGET.tarball + windows * BUDGET.windowsPacked;
  if (archive.length > limit) {
    faults.push(`the tarball has ${archive.length} bytes, more than ${limit}`);
  }
  const files = [...packed].map(([name, { content }]) => ({ name, size: content.length }));
  return { faults, files, size: archive.length };
}
