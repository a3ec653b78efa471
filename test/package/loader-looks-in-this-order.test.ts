// node-pty's order, which bundles and source builds rely on: build/Release, build/Debug, prebuilds, each
// above lib/ and then beside the file. Ours has one more, where `node-gyp rebuild -C native` builds.
import fs from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { addonDir } from '#lib/addon/addon';
import { folder } from '../helpers/folder';
import { type ProgramEnd, runProgram } from '../helpers/runScript';

const PREBUILDS = `prebuilds/${process.platform}-${process.arch}`;
const BUILT = ['build/Release', 'build/Debug'].flatMap((inside) => [`../${inside}`, `./${inside}`]);
const ORDER = [...BUILT, '../native/build/Release', `../${PREBUILDS}`, `./${PREBUILDS}`];

/** A package with nothing but the loader in it; returns its lib/. */
function loaderAlone(t: Test): string {
  const lib = path.join(folder(t), 'lib');
  fs.mkdirSync(lib);
  fs.copyFileSync(path.join(__dirname, '../../lib/utils.js'), path.join(lib, 'utils.js'));
  return lib;
}

/** Puts an addon, or `content`, where the loader looks. */
function put(lib: string, dir: string, content?: string): void {
  const file = path.join(lib, dir, 'pty.node');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  if (content === undefined) fs.copyFileSync(path.join(addonDir, 'pty.node'), file);
  else fs.writeFileSync(file, content);
}

/** Loads in a process of its own; that prints the folder. */
function load(lib: string, env: NodeJS.ProcessEnv = {}): Promise<ProgramEnd> {
  const script = `
    const { dir, module } = require('./utils.js').loadNativeModule('pty');
    if (typeof module.spawn !== 'function') throw new Error('not the addon');
    console.log(dir);`;
  return runProgram(process.execPath, ['-e', script], { cwd: lib, env });
}

t.test('each place, when those before it are empty', async (t) => {
  const lib = loaderAlone(t);
  for (const dir of ORDER) put(lib, dir);
  for (const dir of ORDER) {
    const { stdout, stderr } = await load(lib);
    t.equal(stdout.trim(), dir, stderr);
    fs.rmSync(path.join(lib, dir, 'pty.node'));
  }
  const { exitCode, stderr } = await load(lib);
  t.equal(exitCode, 1);
  for (const dir of ORDER) {
    t.match(stderr, path.join(lib, dir, 'pty.node'), 'the error tells where it has looked');
  }
});

t.test('FLATPTY_ADDON goes before all', async (t) => {
  const lib = loaderAlone(t);
  put(lib, '../build/Release', 'no addon');
  const { stdout, stderr } = await load(lib, { FLATPTY_ADDON: path.join(addonDir, 'pty.node') });
  t.equal(stdout.trim(), addonDir, stderr);
});
