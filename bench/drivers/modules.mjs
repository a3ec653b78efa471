// Where each library is, and what its package is called.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '../..');
const peers = path.join(here, '../peers/node_modules');
const require = createRequire(import.meta.url);

const PACKAGES = {
  'node-pty-1.1': 'node-pty-1.1',
  'node-pty-beta': 'node-pty-beta15',
  lydell: '@lydell/node-pty',
  zigpty: 'zigpty',
  ruspty: '@replit/ruspty',
  bun: '@oven/bun-linux-x64',
};

// Those that npm installs with it on Linux.
const DEPENDENCIES = {
  'node-pty-1.1': ['node-addon-api'],
  'node-pty-beta': ['node-addon-api'],
  lydell: ['@lydell/node-pty-linux-x64'],
  ruspty: ['@replit/ruspty-linux-x64-gnu'],
};

/** The folder of a library. */
export const packageFolder = (name) =>
  name === 'flatpty' ? root : path.join(peers, PACKAGES[name]);

/** What `npm install` of a peer puts on the disk, itself and what it depends on. */
export const installedFolders = (name) =>
  [PACKAGES[name], ...(DEPENDENCIES[name] ?? [])].map((folder) => path.join(peers, folder));

/** The program that runs the driver of `name`. */
export const hostProgram = (name) =>
  name === 'bun' ? path.join(packageFolder('bun'), 'bin/bun') : process.execPath;

/** What require() gives for the library, loaded from its own folder. */
export const loadPackage = (name) => require(packageFolder(name));
