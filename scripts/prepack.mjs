// npm runs this before `npm pack` and `npm publish`: it builds all of the package, or stops with one line.
// An empty package with exit code 0 would be published, and break each of its users.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stageNative } from './pack.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function stop(reason) {
  console.error(`prepack: ${reason}`);
  process.exit(1);
}

/** Runs a script of this folder with its output on stderr: stdout belongs to `npm pack --json`. */
function run(script, ...args) {
  const { status } = spawnSync(process.execPath, [path.join(root, 'scripts', script), ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) stop(`scripts/${script} failed, so there is no package`);
}

if (!fs.existsSync(path.join(root, 'node_modules/typescript'))) {
  stop('the compilers are not installed: run `npm ci` first, so there is no package');
}
run('build.mjs', '--ts', '--release');
run('prebuild/main.mjs');
stageNative(root);
