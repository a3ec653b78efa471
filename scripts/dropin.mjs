// Installs into .dropin/ what the drop-in tests need and the project itself does not:
//   install/    package managers other than npm, and a bundler
//   types/      old and new compilers and types
//   programs/   programs that use node-pty, with the packed flatpty in its place
//   more/       further ones, and agent/: too big for every run of CI, so only when named
//     npm run dropin -- more agent
// Each is pinned by the package.json named below and its lock file, and no install script runs.
// Needs the addon and lib/ (`npm run build`); does nothing when nothing has changed.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { withLock } from './lock.mjs';
import { pack } from './pack.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const place = path.join(root, '.dropin');

/** Where the private packages of test/ are, and whether flatpty is in them. */
const PACKAGES = {
  install: { from: 'test/install', usesFlatpty: false },
  types: { from: 'test/types/compilers', usesFlatpty: false },
  programs: { from: 'test/programs', usesFlatpty: true },
  more: { from: 'test/programs/more', usesFlatpty: true },
  agent: { from: 'test/programs/agent', usesFlatpty: true },
};

/** The names that node-pty goes by in the programs' package.json. */
const NAMES = ['node-pty', '@lydell/node-pty'];

const digest = (files) =>
  files
    .reduce((hash, file) => hash.update(fs.readFileSync(file)), createHash('sha256'))
    .digest('hex');

const read = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined);

/** Packs flatpty as it is now. Returns the tarball; npm's tarballs of the same files are the same. */
function packed() {
  fs.mkdirSync(place, { recursive: true });
  return pack(place);
}

function npm(folder, args) {
  const { status, stdout, stderr } = spawnSync(
    'npm',
    [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'],
    { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  );
  if (status !== 0) throw new Error(`npm ${args.join(' ')} in ${folder}:\n${stdout}${stderr}`);
}

/** Puts the files of `tarball` in the place of the flatpty that is installed under `folder`. */
function replaceFlatpty(folder, tarball) {
  const copies = NAMES.map((name) => path.join(folder, 'node_modules', name)).filter(fs.existsSync);
  for (const copy of copies) {
    fs.rmSync(copy, { recursive: true });
    fs.mkdirSync(copy);
    execFileSync('tar', ['-xzf', tarball, '-C', copy, '--strip-components=1']);
  }
}

/** Installs one of PACKAGES if it has changed; returns what was done, or undefined. */
function install(name) {
  const { from, usesFlatpty } = PACKAGES[name];
  const folder = path.join(place, name);
  const sources = ['package.json', 'package-lock.json']
    .map((file) => path.join(root, from, file))
    .filter(fs.existsSync);
  const stamp = path.join(folder, '.stamp');
  const packedStamp = path.join(folder, '.packed');
  const tarball = usesFlatpty ? packed() : undefined;
  const isNew = read(stamp) !== digest(sources);
  if (isNew) {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    for (const file of sources) fs.copyFileSync(file, path.join(folder, path.basename(file)));
    if (tarball) fs.copyFileSync(tarball, path.join(folder, 'flatpty.tgz'));
    // Not `npm ci`: pnpm 12 names binaries of platforms that a registry may lack, so npm cannot lock
    // them, and ci refuses a lock file without them.
    npm(folder, sources.length > 1 ? ['install', '--no-save'] : ['install', '--no-package-lock']);
  } else if (!tarball || read(packedStamp) === digest([tarball])) {
    return undefined;
  } else {
    replaceFlatpty(folder, tarball);
  }
  // Last: an install that was cut short is done again.
  if (tarball) fs.writeFileSync(packedStamp, digest([tarball]));
  fs.writeFileSync(stamp, digest(sources));
  return isNew ? 'installed' : 'has the new flatpty';
}

/**
 * Has .dropin/<name> hold flatpty as it is built now.
 * @returns {Promise<string | undefined>} the folder, or undefined where it was never installed.
 */
export async function refreshed(name) {
  const folder = path.join(place, name);
  if (!fs.existsSync(path.join(folder, '.stamp'))) return undefined;
  await withLock(path.join(place, '.lock'), () => install(name));
  return folder;
}

async function main() {
  const { positionals } = parseArgs({ allowPositionals: true });
  const unknown = positionals.find((name) => !(name in PACKAGES));
  if (unknown) throw new Error(`${unknown} is none of ${Object.keys(PACKAGES).join(', ')}`);
  fs.mkdirSync(place, { recursive: true });
  for (const name of new Set(['install', 'types', 'programs', ...positionals])) {
    const begun = performance.now();
    const done = await withLock(path.join(place, '.lock'), () => install(name));
    const took = `${((performance.now() - begun) / 1000).toFixed(1)} s`;
    console.error(`dropin: ${name} ${done ? `${done} in ${took}` : 'up to date'}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
