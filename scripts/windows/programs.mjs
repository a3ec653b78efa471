// Builds the programs of test/windows/programs for real Windows machines, into test/windows/tools-<arch>.
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../cross/targets.mjs';
import { toolchain } from '../cross/toolchain.mjs';
import { CPUS, compileForTests } from './compile.mjs';

const program = (name) => path.join(root, 'test/windows/programs', name);
const tools = await toolchain();
for (const arch of Object.keys(CPUS)) {
  const folder = path.join(root, 'test/windows', `tools-${arch}`);
  fs.mkdirSync(folder, { recursive: true });
  const build = (name, to, args) =>
    compileForTests(tools, root, [program(name)], path.join(folder, to), args, arch);
  await build('probe.c', 'probe.exe', ['-municode']);
  await build('census.c', 'census.node', ['-shared']);
  await build('faults.c', 'faults.node', ['-shared']);
}
