// Fills a folder with what the tests need beside the project: the probe program, the census addon, Node, and
// Microsoft's console host with the bridge that lets Wine's programs talk to it.
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../cross/targets.mjs';
import { cacheDir } from './cache.mjs';
import { compileForTests } from './compile.mjs';
import { NODE_MAJORS, nodeExe, packages } from './packages.mjs';

const sources = path.join(root, 'test/windows');

/** Hard links where the file system allows it: node.exe has 80 MB. */
export function link(from, to) {
  fs.rmSync(to, { force: true });
  try {
    fs.linkSync(from, to);
  } catch (error) {
    if (error.code !== 'EXDEV') throw error;
    fs.copyFileSync(from, to);
  }
}

/** @returns {Promise<string>} the folder. */
export async function testTools(tools) {
  const folder = path.join(cacheDir, 'tools');
  const conpty = path.join(folder, 'conpty');
  fs.mkdirSync(conpty, { recursive: true });
  const host = (name) => path.join(sources, 'host', name);
  const program = (name) => path.join(sources, 'programs', name);
  const build = (files, to, args) => compileForTests(tools, root, files, to, args);
  await Promise.all([
    build([program('probe.c')], path.join(folder, 'probe.exe'), ['-municode']),
    build([program('census.c')], path.join(folder, 'census.node'), ['-shared']),
    build([program('faults.c')], path.join(folder, 'faults.node'), ['-shared']),
  ]);
  await Promise.all([
    build([host('conpty.c')], path.join(conpty, 'conpty.dll'), ['-shared']),
    build(
      [host('bridge.c'), host('translate.c')],
      path.join(conpty, 'api-ms-win-shell-namespace-l1-1-0.dll'),
      ['-shared'],
    ),
  ]);
  const theirs = path.join(await packages(), 'node-pty/prebuilds/win32-x64/conpty');
  link(path.join(theirs, 'OpenConsole.exe'), path.join(conpty, 'OpenConsole.exe'));
  link(path.join(theirs, 'conpty.dll'), path.join(conpty, 'conptyms.dll'));
  for (const major of NODE_MAJORS) {
    link(await nodeExe(major), path.join(folder, `node${major}.exe`));
  }
  return folder;
}
