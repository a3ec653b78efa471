// Packs the package as a release has it for this platform: lib/ as built, and the addon and its helper
// as prebuilds/<platform>-<arch>/.
//   node scripts/pack.mjs [--to FOLDER]     writes FOLDER/flatpty.tgz; default: the current folder
// A copy is packed, so nothing appears in the project's own prebuilds/.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** What `npm pack` takes along without being told, where it exists. */
const ALWAYS = ['package.json', 'README.md', 'LICENSE'];
const BINARIES = ['pty.node', 'spawn-helper'];

/**
 * Writes `<folder>/flatpty.tgz`.
 * @returns {string} its path.
 */
export function pack(folder) {
  const stage = fs.mkdtempSync(path.join(os.tmpdir(), 'flatpty-pack-'));
  try {
    const { files } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    for (const name of [...ALWAYS, ...files]) {
      if (name.startsWith('!')) continue;
      const from = path.join(root, name);
      if (fs.existsSync(from)) fs.cpSync(from, path.join(stage, name), { recursive: true });
    }
    const prebuilds = path.join(stage, 'prebuilds', `${process.platform}-${process.arch}`);
    fs.mkdirSync(prebuilds, { recursive: true });
    for (const name of BINARIES) {
      fs.copyFileSync(path.join(root, 'build/Release', name), path.join(prebuilds, name));
    }
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', stage];
    const said = execFileSync('npm', args, {
      cwd: stage,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const target = path.join(folder, 'flatpty.tgz');
    fs.mkdirSync(folder, { recursive: true });
    fs.copyFileSync(path.join(stage, JSON.parse(said)[0].filename), target);
    return target;
  } finally {
    fs.rmSync(stage, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { to: { type: 'string', default: '.' } } });
  console.log(pack(path.resolve(values.to)));
}
