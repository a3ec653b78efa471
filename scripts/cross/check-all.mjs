import os from 'node:os';
import path from 'node:path';
import { checkFile } from './gates.mjs';
import { readTarget } from './gyp.mjs';
import { checkTarball } from './tarball.mjs';
import { PRODUCTS, root, TARGETS } from './targets.mjs';
import { exportedSymbols } from './tbd.mjs';
import { toolchain } from './toolchain.mjs';

/** What checkFile must know of each file of `targets`, by the file's name below the package's folder. */
export async function expectations(targets = TARGETS) {
  const tools = await toolchain();
  const napiVersion = readTarget(root, 'pty')
    .defines.find((define) => define.startsWith('NAPI_VERSION='))
    .replace('NAPI_VERSION=', '');
  const napiSymbols = tools.napiSymbols(napiVersion);
  const stubs = path.join(tools.zigLib, 'libc/darwin/libSystem.tbd');
  const folders = [root, os.homedir()].filter((folder) => folder !== '/');
  const found = new Map();
  for (const target of targets) {
    const systemSymbols = exportedSymbols(stubs, target.tbdTarget);
    for (const { file, isAddon } of PRODUCTS) {
      const name = `prebuilds/${target.name}/${file}`;
      found.set(name, { target, isAddon, napiSymbols, systemSymbols, folders });
    }
  }
  return found;
}

/**
 * Holds the prebuilds of `targets` in `folder`, and the package packed from there, against all gates;
 * prints a line for each file and for each fault. Returns whether all is well.
 */
export async function checkAll({ folder = root, targets = TARGETS } = {}) {
  const expected = await expectations(targets);
  const complaints = [];
  for (const [name, expectation] of expected) {
    const { facts, faults } = checkFile(path.join(folder, name), expectation);
    if (faults.length === 0) console.log(`ok    ${name}: ${facts}`);
    complaints.push(...faults.map(({ gate, text }) => `${name}: ${gate}: ${text}`));
  }
  // Only of files that are there can the tarball be said to lack or change them.
  if (complaints.length === 0) {
    const faults = checkTarball(folder, [...expected.keys()]);
    if (faults.length === 0) console.log(`ok    the packed tarball: ${expected.size} files, 755`);
    complaints.push(...faults.map(({ name, text }) => `${name}: tarball: ${text}`));
  }
  for (const complaint of complaints) console.log(`FAIL  ${complaint}`);
  return complaints.length === 0;
}
