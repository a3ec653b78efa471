// Load: the module, the first spawn, and what lies on the disk.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { installedFolders, packageFolder } from '../drivers/modules.mjs';
import { runCell } from '../lib/run-cell.mjs';

export const title = 'Load';

export const metrics = [
  { key: 'loadMs', title: 'module, ms', better: 'less' },
  { key: 'firstMs', title: 'first spawn(), ms', better: 'less' },
  { key: 'secondMs', title: 'second spawn(), ms', better: 'less' },
  { key: 'installKB', title: 'KB', better: 'less' },
];

export function cells() {
  return [
    { id: 'time', title: 'in a fresh process', params: {}, limitS: 20, run: several },
    { id: 'size', title: 'installed', roundsAtMost: 1, run: installedSize },
  ];
}

const TIMES = 5;

/** One process is a matter of 50 ms: several make a round, and the middle of them counts. */
async function several(caseName, cell, library) {
  const results = [];
  for (let i = 0; i < TIMES; i++) results.push(await runCell(caseName, cell, library));
  const failed = results.find(({ hang, error }) => hang || error);
  if (failed) return failed;
  results.sort((a, b) => a.loadMs + a.firstMs - b.loadMs - b.firstMs);
  return results[TIMES >> 1];
}

export async function measure(load) {
  const begun = performance.now();
  const driver = await load();
  const loadMs = performance.now() - begun;
  const once = async () => {
    let took;
    await new Promise((resolve) => {
      const before = performance.now();
      driver.spawn('/bin/true', [], true, () => {}, resolve);
      took = performance.now() - before;
    });
    return took;
  };
  return { loadMs, firstMs: await once(), secondMs: await once() };
}

const sizeOf = (folder) =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => fs.statSync(path.join(entry.parentPath, entry.name)).size)
    .reduce((sum, size) => sum + size, 0);

/** Of flatpty: what npm would pack, and this machine's addon as long as none is packed. */
function packedSize() {
  const folder = packageFolder('flatpty');
  const packed = spawnSync('npm', ['pack', '--dry-run', '--json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const answer = JSON.parse(packed.stdout);
  const [{ files, unpackedSize }] = Array.isArray(answer) ? answer : Object.values(answer);
  if (files.some(({ path: name }) => /^prebuilds\/linux-.*\.node$/.test(name))) return unpackedSize;
  return unpackedSize + fs.statSync(path.join(folder, 'build/Release/pty.node')).size;
}

async function installedSize(_caseName, _cell, library) {
  if (library === 'flatpty-other') return {};
  const bytes =
    library === 'flatpty'
      ? packedSize()
      : installedFolders(library)
          .map(sizeOf)
          .reduce((sum, size) => sum + size, 0);
  return { installKB: Math.round(bytes / 1024) };
}
