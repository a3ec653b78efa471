// What the tests run under Wine: package.json here. Installed for another OS than this one, so by force.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from '../lock.mjs';
import { cacheDir } from './cache.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(cacheDir, 'node_modules');

const read = (file) => fs.readFileSync(file, 'utf8');

function isCurrent() {
  const copy = path.join(cacheDir, 'package-lock.json');
  if (!fs.existsSync(copy) || !fs.existsSync(modules)) return false;
  return read(copy) === read(path.join(here, 'package-lock.json'));
}

/** The node_modules folder. No script of a package runs. */
export async function packages() {
  await withLock(path.join(cacheDir, 'packages.lock'), async () => {
    if (isCurrent()) return;
    console.error('windows: installing Node for Windows and node-pty');
    for (const name of ['package.json', 'package-lock.json']) {
      fs.copyFileSync(path.join(here, name), path.join(cacheDir, name));
    }
    const args = ['ci', '--force', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
    const { status } = spawnSync('npm', args, { cwd: cacheDir, stdio: ['ignore', 2, 2] });
    if (status !== 0) {
      fs.rmSync(path.join(cacheDir, 'package-lock.json'));
      throw new Error(`npm ${args.join(' ')} failed`);
    }
  });
  return modules;
}

/** The majors of Node that are tested: the oldest that is supported, and the one with long-term support. */
export const NODE_MAJORS = [20, 24];

/** The absolute path of node.exe. */
export async function nodeExe(major) {
  return path.join(await packages(), `node${major}`, 'bin/node.exe');
}
