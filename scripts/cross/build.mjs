// Builds prebuilds/darwin-arm64 and prebuilds/darwin-x64 on Linux with zig, then checks them (check.mjs).
//   npm run build:cross                 npm run build:cross -- --target darwin-arm64
// The first run installs the compiler (scripts/cross/package.json) and compiles zig's libc++ for each
// target: minutes. Later runs take seconds: zig caches by content (.cache/ here).
import path from 'node:path';
import { parseArgs } from 'node:util';
import { withLock } from '../lock.mjs';
import { checkAll } from './check-all.mjs';
import { deliver, makeTarget } from './make.mjs';
import { root, TARGETS } from './targets.mjs';
import { cacheDir, toolchain } from './toolchain.mjs';

const { values: flags } = parseArgs({ options: { target: { type: 'string', multiple: true } } });

function wantedTargets() {
  const names = flags.target ?? TARGETS.map((target) => target.name);
  return names.map((name) => {
    const found = TARGETS.find((target) => target.name === name);
    if (!found) throw new Error(`no target ${name}, only ${TARGETS.map((t) => t.name).join(', ')}`);
    return found;
  });
}

async function build(tools, target) {
  const begun = performance.now();
  for (const [file, built] of await makeTarget(tools, target)) {
    deliver(built, path.join(root, 'prebuilds', target.name, file));
  }
  const took = ((performance.now() - begun) / 1000).toFixed(1);
  console.error(`build:cross: ${target.name} built in ${took} s`);
}

try {
  const wanted = wantedTargets();
  const tools = await toolchain();
  await withLock(path.join(cacheDir, 'build.lock'), async () => {
    for (const target of wanted) await build(tools, target);
  });
  process.exitCode = (await checkAll({ targets: wanted })) ? 0 : 1;
} catch (error) {
  console.error(error.message);
  console.error('build:cross: failed');
  process.exitCode = 1;
}
