// The node-pty of scripts/compat/package.json, which has its own lock file because 26 MB, most of
// them for Windows, are too much for everybody's `npm ci`. It bundles prebuilds; no script of it runs.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from '../lock.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = path.join(here, 'node_modules/node-pty');

const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

function isInstalled() {
  const wanted = readJson(path.join(here, 'package.json')).dependencies['node-pty'];
  const file = path.join(folder, 'package.json');
  return fs.existsSync(file) && readJson(file).version === wanted;
}

/**
 * The folder of node-pty, installed from npm if need be.
 * @throws Error when npm cannot.
 */
export async function nodePty() {
  if (isInstalled()) return folder;
  await withLock(path.join(here, '.install.lock'), () => {
    if (isInstalled()) return;
    const args = ['ci', '--prefix', here, '--ignore-scripts', '--no-audit', '--no-fund'];
    const { status, error } = spawnSync('npm', args, { stdio: ['ignore', 2, 2], timeout: 120_000 });
    if (status !== 0) throw new Error(`npm ${args.join(' ')} failed${error ? `: ${error}` : ''}`);
  });
  return folder;
}
