// Compiles and links for Windows with zig, on Linux.
import fs from 'node:fs';
import path from 'node:path';
import { EXPORTS } from './gates.mjs';
import { nodeApiImports } from './nodeApiImports.mjs';
import { keepExports } from './peExports.mjs';

/** zig's word for the processor. */
export const CPUS = { x64: 'x86_64', arm64: 'aarch64' };

// 0x0A000006: Windows 10 1809, the first with pseudo consoles.
const DEFINES = [
  // Node's header says dllexport, which is for Node itself.
  'NAPI_EXTERN=__declspec(dllimport)',

  'NTDDI_VERSION=0x0A000006',
  'UNICODE',
  '_UNICODE',
  'NOMINMAX',
  'WIN32_LEAN_AND_MEAN',
];
const WARNINGS = ['-Wall', '-Wextra', '-Werror'];

const target = (arch) => ['-target', `${CPUS[arch]}-windows-gnu`];

/** At most as many at once as the machine of CI has processors. */
async function inPairs(jobs) {
  const waiting = [...jobs];
  const worker = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) await job();
  };
  await Promise.all([worker(), worker()]);
}

/**
 * Builds the addon into `folder` and returns its path.
 * @param tools of toolchain() in scripts/cross.
 * @param {{sources: string[], defines: string[], includes: string[]}} settings `sources` relative to `root`.
 */
export async function compileAddon(tools, root, folder, arch, { sources, defines, includes }) {
  fs.mkdirSync(folder, { recursive: true });
  const imports = path.join(folder, 'node_api_imports.c');
  const version = defines.find((define) => define.startsWith('NAPI_VERSION='));
  const names = tools.napiSymbols(Number(version.replace('NAPI_VERSION=', '')));
  fs.writeFileSync(imports, nodeApiImports(names));
  const objects = [];
  const compile = (source, args) => {
    const object = path.join(folder, `${source.replaceAll(/[\\/]/g, '-')}.obj`);
    objects.push(object);
    const common = [...target(arch), '-Os', '-g0', ...WARNINGS, '-ffunction-sections'];
    return () => tools.zig([...args, ...common, '-c', source, '-o', object], root);
  };
  const flags = [...DEFINES, ...defines].map((define) => `-D${define}`);
  const folders = [path.join(root, 'src/native'), ...includes, tools.includeDir];
  const cxx = [
    ...['c++', '-std=c++17', '-fno-rtti', '-fno-strict-aliasing', '-fvisibility=hidden'],
    ...flags,
    ...folders.flatMap((name) => ['-isystem', name]),
  ];
  const jobs = sources.map((source) => compile(source, cxx));
  jobs.push(compile(imports, ['cc', '-Wno-attributes']));
  await inPairs(jobs);
  const result = path.join(folder, 'pty.node');
  // -Os also for the link: zig then builds its C++ library for size.
  const link = ['c++', ...target(arch), '-Os', '-shared', '-s', '-Wl,--gc-sections'];
  await tools.zig([...link, ...objects, '-lntdll', '-o', result], root);
  keepExports(result, EXPORTS);
  return result;
}

const modified = (file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Builds a program, or with `-shared` among `args` a DLL, of C files for Windows, unless it is newer than they. */
export async function compileForTests(tools, root, sources, result, args = [], arch = 'x64') {
  if (modified(result) > Math.max(...sources.map(modified))) return;
  const warnings = ['-Wall', '-Wextra', '-Wno-unused-parameter', '-Wno-microsoft-cast'];
  const quiet = [...warnings, '-Wno-unused-function', '-Wno-missing-field-initializers'];
  const options = ['cc', ...target(arch), '-O1', '-g0', '-fno-sanitize=undefined', ...quiet];
  const headers = ['-DNAPI_VERSION=8', '-isystem', tools.includeDir];
  await tools.zig([...options, ...headers, ...args, ...sources, '-lntdll', '-o', result], root);
  const stem = result.replace(/\.[^.]*$/, '');
  for (const left of ['.pdb', '.lib']) fs.rmSync(`${stem}${left}`, { force: true });
}
