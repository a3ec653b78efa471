// Holds prebuilds/ against the gates: npm run check:prebuilds [-- --root FOLDER] [--target NAME]
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { expectations } from '../cross/check-all.mjs';
import { checkFile } from '../cross/gates.mjs';
import { readTarget } from '../cross/gyp.mjs';
import { toolchain } from '../cross/toolchain.mjs';
import { checkWindowsAddon } from '../windows/gates.mjs';
import { checkElf } from './gates-elf.mjs';
import { BUDGET, filesOf, TARGETS } from './targets.mjs';

const root = path.resolve(import.meta.dirname, '../..');

/** The names that zig's stub of musl has: what a file for musl may import. */
function readMuslSymbols(zigLib) {
  const text = fs.readFileSync(path.join(zigLib, 'libc/musl/libc.S'), 'utf8');
  return new Set(
    [...text.matchAll(/^(?:\.globl|\.weak|WEAK(?:TIME)?64) (\S+)/gm)].map(([, name]) => name),
  );
}

/** Takes the path of a target's file; gives `{ facts, faults }`. */
async function gatesFor(target, name) {
  const isAddon = name.endsWith('.node');
  if (target.how === 'cross') {
    const expected = (await expectations()).get(name);
    return (file) => {
      const { facts, faults } = checkFile(file, expected);
      const limit = isAddon ? BUDGET.addon : BUDGET.macHelper;
      const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      if (size > limit)
        faults.push({ gate: 'size', text: `has ${size} bytes, more than ${limit}` });
      return { facts, faults };
    };
  }
  if (target.how === 'windows') {
    return (file) => {
      const { facts, faults } = checkWindowsAddon(file, target.arch);
      return { facts, faults: faults.map((text) => ({ gate: 'windows', text })) };
    };
  }
  const tools = await toolchain();
  const { defines } = readTarget(root, 'pty');
  const [, version] = defines.join(' ').match(/NAPI_VERSION=(\d+)/);
  const napiSymbols = tools.napiSymbols(version);
  const muslSymbols = readMuslSymbols(tools.zigLib);
  const folders = [root, os.homedir(), os.tmpdir()].filter((folder) => folder !== '/');
  return (file) => checkElf(file, { target, isAddon, napiSymbols, muslSymbols, folders });
}

/**
 * Checks the files of `targets` below `folder`; prints a line for each file and each fault.
 * @returns {Promise<boolean>} whether all is well.
 */
export async function checkPrebuilds({ folder = root, targets = TARGETS } = {}) {
  let ok = true;
  for (const target of targets) {
    for (const name of filesOf(target)) {
      const gates = await gatesFor(target, name);
      const { facts, faults } = gates(path.join(folder, name));
      if (faults.length === 0) console.log(`ok    ${name}: ${facts}`);
      for (const { gate, text } of faults) console.log(`FAIL  ${name}: ${gate}: ${text}`);
      ok &&= faults.length === 0;
    }
  }
  return ok;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      root: { type: 'string', default: root },
      target: { type: 'string', multiple: true },
    },
  });
  const targets = TARGETS.filter(({ name }) => values.target?.includes(name) ?? true);
  const ok =
    targets.length > 0 && (await checkPrebuilds({ folder: path.resolve(values.root), targets }));
  process.exitCode = ok ? 0 : 1;
}
