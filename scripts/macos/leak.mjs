// Builds .leak/build/Release/pty.node: this project with the one close taken out that it exists for, of
// the parent's slave. scripts/macos/six-hundred.mjs must fail on it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const copy = path.join(root, '.leak');
const FILE = 'src/native/unix/spawn.cc';
const FUNCTION = 'std::shared_ptr<Pty> SpawnTerminal(';
const CLOSE = 'launched.outcome->Release(std::move(pair.slave));';
const NO_CLOSE = 'static_cast<void>(pair.slave.release());';

fs.rmSync(copy, { recursive: true, force: true });
for (const name of ['binding.gyp', 'package.json', 'src/native']) {
  fs.cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
}
fs.symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));

const source = path.join(copy, FILE);
const text = fs.readFileSync(source, 'utf8');
const begin = text.indexOf(FUNCTION);
const at = text.indexOf(CLOSE, begin);
if (begin < 0 || at < 0) throw new Error(`${FILE} has no ${CLOSE} in ${FUNCTION}`);
fs.writeFileSync(source, text.slice(0, at) + NO_CLOSE + text.slice(at + CLOSE.length));

const build = path.join(root, 'scripts/build.mjs');
const args = [build, '--native', '--root', copy];
process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
