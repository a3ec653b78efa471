// What a built file for Linux must be, whatever machine it was built on.
import fs from 'node:fs';
import { EM, ET, readElf } from './elf.mjs';
import { BUDGET } from './targets.mjs';

const EXPORTS = ['napi_register_module_v1', 'node_api_module_get_api_version_v1'];

/** Both C libraries have these in one file or in several. No libstdc++, libgcc_s or libatomic. */
const LIBRARIES = {
  glibc: /^(lib(c|m|dl|rt|pthread)\.so\.\d|ld-linux-(x86-64|aarch64)\.so\.\d)$/,
  musl: /^libc\.so$/,
};

/** The newest glibc that may be needed: that of RHEL 8 and Debian 10. */
const NEWEST_GLIBC = [2, 28];

const isNodeApi = (name) => /^(napi|node_api)_/.test(name);
const isExported = ({ isUndefined, visibility }) => !isUndefined && visibility === 0;

function isNewer(version) {
  const [major, minor = 0] = version.replace('GLIBC_', '').split('.').map(Number);
  return major > NEWEST_GLIBC[0] || (major === NEWEST_GLIBC[0] && minor > NEWEST_GLIBC[1]);
}

/** Each gate takes the file (readElf) and what is expected, and tells what is wrong, in words. */
const GATES = {
  type(file, { target, isAddon }) {
    const faults = [];
    if (file.machine !== EM[target.arch]) faults.push(`the CPU is ELF machine ${file.machine}`);
    if (isAddon && file.type !== ET.DYN) faults.push(`the type is ${file.type}, not ET_DYN`);
    if (!isAddon && ![ET.EXEC, ET.DYN].includes(file.type)) faults.push('is no program');
    if (isAddon && file.interpreter) faults.push('is a program, not a library');
    return faults;
  },

  libraries(file, { target, isAddon }) {
    // The helper is static: LD_PRELOAD and LD_LIBRARY_PATH are for the program that it starts.
    if (!isAddon) {
      const isStatic = file.needed.length === 0 && !file.interpreter;
      return isStatic ? [] : ['is not static'];
    }
    const foreign = file.needed.filter((name) => !LIBRARIES[target.libc].test(name));
    const faults = foreign.map((name) => `${name} is not allowed`);
    if (file.needed.length === 0) faults.push('no library is linked');
    if (file.searchPaths.length > 0) faults.push(`has a search path: ${file.searchPaths.join()}`);
    return faults;
  },

  versions(file, { target }) {
    const faults = [];
    for (const { library, version } of file.versions) {
      if (target.libc === 'musl') faults.push(`needs ${version} of ${library}`);
      else if (!version.startsWith('GLIBC_')) faults.push(`needs ${version} of ${library}`);
      else if (isNewer(version))
        faults.push(`needs ${version}, newer than ${NEWEST_GLIBC.join('.')}`);
    }
    if (target.libc === 'glibc' && file.versions.length === 0)
      faults.push('needs no version at all');
    return faults;
  },

  imports(file, { isAddon, napiSymbols, muslSymbols, target }) {
    const wanted = file.symbols.filter(({ isUndefined }) => isUndefined);
    const api = wanted.filter(({ name }) => isNodeApi(name));
    const faults = api
      .filter(({ name }) => !napiSymbols.has(name))
      .map(({ name }) => `${name} is not of this Node-API version`);
    if (isAddon && api.length === 0) faults.push('imports nothing of Node-API');
    if (!isAddon && wanted.length > 0)
      faults.push(`imports ${wanted.map(({ name }) => name).join()}`);
    // A glibc file's imports have versions, which the linker found in its stubs. musl has none.
    if (isAddon && target.libc === 'musl') {
      const unknown = wanted.filter(
        ({ name, isWeak }) => !isWeak && !isNodeApi(name) && !muslSymbols.has(name),
      );
      faults.push(...unknown.map(({ name }) => `${name} is neither in musl nor in Node-API`));
    }
    return faults;
  },

  exports(file, { isAddon }) {
    const names = file.symbols.filter(isExported).map(({ name }) => name);
    const wanted = isAddon ? EXPORTS : [];
    const extra = names.filter((name) => !wanted.includes(name));
    const missing = wanted.filter((name) => !names.includes(name));
    return [
      ...(extra.length > 0 ? [`exports ${extra.join(', ')}`] : []),
      ...(missing.length > 0 ? [`does not export ${missing.join(', ')}`] : []),
    ];
  },

  hardening(file, { isAddon }) {
    const faults = [];
    if (file.hasExecutableStack) faults.push('asks for an executable stack');
    if (file.hasTextRelocations) faults.push('has text relocations');
    if (isAddon && !file.hasRelro) faults.push('has no RELRO segment');
    return faults;
  },

  size(file, { isAddon }) {
    const limit = isAddon ? BUDGET.addon : BUDGET.helper;
    const faults = file.isStripped ? [] : ['is not stripped'];
    if (file.size > limit) faults.push(`has ${file.size} bytes, more than ${limit}`);
    return faults;
  },

  paths(_, { bytes, folders }) {
    return folders.filter((folder) => bytes.includes(folder)).map((folder) => `contains ${folder}`);
  },
};

function describe(file) {
  const versions = file.versions.map(({ version }) => version);
  const newest = versions.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  const napi = file.symbols.filter(({ name, isUndefined }) => isUndefined && isNodeApi(name));
  return [
    `${file.size} bytes`,
    file.needed.length > 0 ? `needs ${file.needed.join(' ')}` : 'static',
    ...(newest ? [`at most ${newest}`] : []),
    ...(napi.length > 0 ? [`imports ${napi.length} of Node-API`] : []),
  ].join(', ');
}

/**
 * Holds `file` against all gates.
 * @param {{target: object, isAddon: boolean, napiSymbols: Set<string>, muslSymbols: Set<string>,
 *   folders: string[]}} expected `folders`: paths of this machine that must not be in it.
 * @returns {{facts: string, faults: {gate: string, text: string}[]}}
 */
export function checkElf(file, expected) {
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  if (!stats) return { facts: '', faults: [{ gate: 'file', text: 'is missing' }] };
  const mode = stats.mode & 0o777;
  const faults =
    mode === 0o755 ? [] : [{ gate: 'mode', text: `the mode is ${mode.toString(8)}, not 755` }];
  const bytes = fs.readFileSync(file);
  let parsed;
  try {
    parsed = readElf(bytes);
  } catch (error) {
    return { facts: '', faults: [...faults, { gate: 'file', text: error.message }] };
  }
  for (const [gate, run] of Object.entries(GATES)) {
    for (const text of run(parsed, { ...expected, bytes })) faults.push({ gate, text });
  }
  return { facts: describe(parsed), faults };
}
