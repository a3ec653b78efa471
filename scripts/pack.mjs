// Packs the package as a release has it: lib/ as built, native/ for those who build it, and prebuilds/.
//   node scripts/pack.mjs [--to FOLDER] [--all]     writes FOLDER/flatpty.tgz; default: the current folder
//   --all   with the prebuilds of every target (npm run prebuild); else with this machine's build alone
// A copy is packed, so nothing appears in the project's own folders.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** What `npm pack` takes along by itself, where it exists. */
const ALWAYS = ['package.json', 'README.md', 'LICENSE'];
const BINARIES = ['pty.node', 'spawn-helper'];

const isSource = (name) => /\.(c|cc|h|S|gyp|gypi|map)$/.test(name);

/**
 * Puts what `npx node-gyp rebuild -C native` needs into `<folder>/native`. binding.gyp is not at the root
 * of the package: there it would have npm run node-gyp at install.
 */
export function stageNative(folder) {
  const native = path.join(folder, 'native');
  fs.rmSync(native, { recursive: true, force: true });
  fs.mkdirSync(native, { recursive: true });
  fs.copyFileSync(path.join(root, 'binding.gyp'), path.join(native, 'binding.gyp'));
  fs.cpSync(path.join(root, 'src/native'), path.join(native, 'src/native'), {
    recursive: true,
    filter: (file) => fs.statSync(file).isDirectory() || isSource(file),
  });
}

/** lib/ without source maps: their sources are not in the package. */
function stageLib(stage) {
  const lib = path.join(stage, 'lib');
  fs.cpSync(path.join(root, 'lib'), lib, {
    recursive: true,
    filter: (file) => !file.endsWith('.map') && !file.endsWith('.tsbuildinfo'),
  });
  for (const name of fs.readdirSync(lib, { recursive: true })) {
    if (!/\.m?js$/.test(name)) continue;
    const file = path.join(lib, name);
    const text = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, text.replace(/^\/\/# sourceMappingURL=.*\n?/m, ''));
  }
}

/** This machine's build, as the only prebuild. */
function stageOwnBuild(stage) {
  const prebuilds = path.join(stage, 'prebuilds', `${process.platform}-${process.arch}`);
  fs.mkdirSync(prebuilds, { recursive: true });
  for (const name of BINARIES) {
    fs.copyFileSync(path.join(root, 'build/Release', name), path.join(prebuilds, name));
  }
}

function stagePackage(stage, all) {
  const { files } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const name of [...ALWAYS, ...files]) {
    const from = path.join(root, name);
    if (name.startsWith('!') || /^(lib|native|prebuilds)\b/.test(name)) continue;
    if (fs.existsSync(from)) fs.cpSync(from, path.join(stage, name), { recursive: true });
  }
  stageLib(stage);
  stageNative(stage);
  if (all)
    fs.cpSync(path.join(root, 'prebuilds'), path.join(stage, 'prebuilds'), { recursive: true });
  else stageOwnBuild(stage);
}

/**
 * Writes `<folder>/flatpty.tgz`.
 * @param {{all?: boolean}} options `all`: with prebuilds/ as it is, not with this machine's build.
 * @returns {string} its path.
 */
export function pack(folder, { all = false } = {}) {
  const stage = fs.mkdtempSync(path.join(os.tmpdir(), 'flatpty-pack-'));
  try {
    stagePackage(stage, all);
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
  const { values } = parseArgs({
    options: {
      to: { type: 'string', default: '.' },
      all: { type: 'boolean', default: false },
    },
  });
  console.log(pack(path.resolve(values.to), values));
}
