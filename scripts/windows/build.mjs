// Builds prebuilds/win32-x64 and prebuilds/win32-arm64 on Linux with zig, and holds them against the gates.
//   node scripts/windows/build.mjs [--arch x64]
import path from 'node:path';
import { parseArgs } from 'node:util';
import { deliver } from '../cross/make.mjs';
import { root } from '../cross/targets.mjs';
import { cacheDir as crossCache, toolchain } from '../cross/toolchain.mjs';
import { withLock } from '../lock.mjs';
import { CPUS, compileAddon } from './compile.mjs';
import { checkWindowsAddon } from './gates.mjs';
import { windowsSettings } from './settings.mjs';

/** Builds the addon for one processor; returns its path among the objects. */
export function buildWindows(tools, arch) {
  const folder = path.join(crossCache, 'objects', `win32-${arch}`);
  return withLock(path.join(crossCache, `win32-${arch}.lock`), () =>
    compileAddon(tools, root, folder, arch, windowsSettings(root)),
  );
}

/** Builds one target into prebuilds/; returns whether it passes the gates. */
export async function buildFor(tools, arch) {
  const begun = performance.now();
  const name = `prebuilds/win32-${arch}/pty.node`;
  deliver(await buildWindows(tools, arch), path.join(root, name));
  const took = ((performance.now() - begun) / 1000).toFixed(1);
  console.error(`windows: win32-${arch} built in ${took} s`);
  const { facts, faults } = checkWindowsAddon(path.join(root, name), arch);
  if (faults.length === 0) console.log(`ok    ${name}: ${facts}`);
  for (const fault of faults) console.log(`FAIL  ${name}: ${fault}`);
  return faults.length === 0;
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { arch: { type: 'string', multiple: true } } });
  const tools = await toolchain();
  const results = [];
  for (const arch of values.arch ?? Object.keys(CPUS)) results.push(await buildFor(tools, arch));
  process.exitCode = results.every(Boolean) ? 0 : 1;
}
