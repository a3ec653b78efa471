// What a cross-built file must be: nothing here can run it, so this is all that is known of it.
import fs from 'node:fs';
import { CPU_TYPE, FILE_TYPE, FLAT_LOOKUP, MH, PLATFORM_MACOS, readMachO } from './macho.mjs';
import { layoutFaults } from './macho-layout.mjs';
import { CS_ADHOC, CS_EXECSEG_MAIN_BINARY } from './macho-signature.mjs';
import { MINIMUM_MACOS } from './targets.mjs';

const LIBRARIES = ['/usr/lib/libSystem.B.dylib'];

// zig's linker exports these two names of its own from every file; no image looks for them in another.
const OF_THE_LINKER = ['___dso_handle', '__mh_dylib_header', '__mh_execute_header'];
const EXPORTS = {
  addon: ['_napi_register_module_v1', '_node_api_module_get_api_version_v1'],
  helper: ['_main'],
};

const CPU = { aarch64: CPU_TYPE.ARM64, x86_64: CPU_TYPE.X86_64 };
const isNodeApi = (name) => /^_(napi|node_api)_/.test(name);
const nameOf = (values, value) =>
  Object.keys(values).find((key) => values[key] === value) ?? String(value);

/** Each gate takes the file (readMachO) and what is expected, and tells what is wrong, in words. */
const GATES = {
  type(file, { target, isAddon }) {
    const types = isAddon ? ['MH_DYLIB', 'MH_BUNDLE'] : ['MH_EXECUTE'];
    const type = nameOf(FILE_TYPE, file.fileType);
    const faults = [];
    if (file.cpuType !== CPU[target.cpu])
      faults.push(`the CPU is ${nameOf(CPU_TYPE, file.cpuType)}`);
    if (!types.includes(type)) faults.push(`the file type is ${type}, not ${types.join(' or ')}`);
    if (!(file.flags & MH.TWOLEVEL)) faults.push('MH_TWOLEVEL is not set');
    if (!(file.flags & MH.DYLDLINK)) faults.push('MH_DYLDLINK is not set');
    // An executable that cannot be moved does not start on arm64.
    if (!isAddon && !(file.flags & MH.PIE)) faults.push('MH_PIE is not set');
    if (!isAddon && !file.hasMain) faults.push('there is no LC_MAIN');
    return faults;
  },

  layout: layoutFaults,

  libraries(file) {
    const faults = file.libraries
      .filter((name) => !LIBRARIES.includes(name))
      .map((name) => `${name} is not allowed`);
    if (file.libraries.length === 0) faults.push('no library is linked');
    if (file.rpaths.length > 0) faults.push(`LC_RPATH ${file.rpaths.join(', ')}`);
    if (file.id?.startsWith('/')) faults.push(`LC_ID_DYLIB is a path of this machine: ${file.id}`);
    return faults;
  },

  'minimum macOS'(file) {
    if (file.versions.length !== 1) return [`${file.versions.length} versions in place of one`];
    const [{ platform, minos }] = file.versions;
    const faults = [];
    if (platform !== PLATFORM_MACOS) faults.push(`the platform is ${platform}, not macOS`);
    if (minos !== MINIMUM_MACOS) faults.push(`minos is ${minos}, not ${MINIMUM_MACOS}`);
    return faults;
  },

  imports(file, { isAddon, napiSymbols, systemSymbols }) {
    const faults = [];
    const isKnownApi = (name) => isAddon && napiSymbols.has(name.slice(1));
    const binds = file.binds.filter(({ kind }) => kind !== 'weak');
    for (const { name, ordinal } of binds) {
      const library = file.libraries[ordinal - 1];
      if (isNodeApi(name)) {
        if (!isKnownApi(name)) faults.push(`${name} is not of this Node-API version`);
        // Bound to a library, it would not be found: it is the host program that has it.
        if (ordinal !== FLAT_LOOKUP) faults.push(`${name} is looked for in ${library ?? ordinal}`);
      } else {
        if (!systemSymbols.has(name)) faults.push(`${name} is not in libSystem`);
        if (!LIBRARIES.includes(library)) faults.push(`${name} is not bound to a library`);
      }
    }
    // LC_SYMTAB also names what was stripped as dead; it must be known all the same.
    const bound = new Set(binds.map(({ name }) => name));
    for (const { name, isUndefined } of file.symbols) {
      if (!isUndefined || bound.has(name) || isKnownApi(name) || systemSymbols.has(name)) continue;
      faults.push(`${name} is neither Node-API nor in libSystem`);
    }
    if (binds.length === 0) faults.push('nothing is imported');
    return faults;
  },

  exports(file, { isAddon }) {
    const wanted = isAddon ? EXPORTS.addon : EXPORTS.helper;
    const tables = {
      'the export trie': file.exports,
      LC_SYMTAB: file.symbols.filter(({ isExported }) => isExported).map(({ name }) => name),
    };
    const faults = [];
    for (const [table, names] of Object.entries(tables)) {
      const extra = names.filter((name) => ![...wanted, ...OF_THE_LINKER].includes(name));
      const missing = isAddon ? wanted.filter((name) => !names.includes(name)) : [];
      if (extra.length > 0) faults.push(`${table} has ${extra.join(', ')}`);
      if (missing.length > 0) faults.push(`${table} lacks ${missing.join(', ')}`);
    }
    // dyld would merge our operator new with that of every other image.
    if (file.flags & (MH.WEAK_DEFINES | MH.BINDS_TO_WEAK)) faults.push('has weak definitions');
    return faults;
  },

  // Names of functions inside the file are of no use without its source, and are a quarter of its size.
  'local symbols'({ symbols }) {
    const local = symbols.filter(({ isUndefined, isExported }) => !isUndefined && !isExported);
    return local.length > 0 ? [`has ${local.length}, the first is ${local[0].name}`] : [];
  },

  signature(file, { target, isAddon }) {
    const { signature } = file;
    if (!signature) return target.mustBeSigned ? ['is not signed'] : [];
    const faults = [...signature.faults];
    if (!(signature.flags & CS_ADHOC)) faults.push('is not signed ad hoc');
    const text = file.segments.find(({ name }) => name === '__TEXT');
    if (signature.execSegLimit !== text?.fileSize) faults.push('the executable segment is another');
    if (!isAddon && !(signature.execSegFlags & CS_EXECSEG_MAIN_BINARY)) {
      faults.push('CS_EXECSEG_MAIN_BINARY is not set');
    }
    return faults;
  },

  // Also the sign of a file that was not stripped.
  'build paths'(_file, { bytes, folders }) {
    return folders
      .filter((folder) => bytes.includes(folder))
      .map((folder) => `contains the path ${folder}`);
  },
};

/** What there is to say of a good file, in a few words. */
function describe(file) {
  const imported = file.binds.filter(({ kind }) => kind !== 'weak').map(({ name }) => name);
  const napi = imported.filter(isNodeApi).length;
  return [
    `${nameOf(FILE_TYPE, file.fileType)} ${nameOf(CPU_TYPE, file.cpuType)}`,
    `${file.size} bytes`,
    `macOS ${file.versions[0]?.minos}`,
    `imports ${napi} of Node-API, ${imported.length - napi} of libSystem`,
    file.signature ? `${file.signature.pages} signed pages valid` : 'unsigned',
  ].join(', ');
}

/**
 * Holds `file` against all gates.
 * @param {{target: object, isAddon: boolean, napiSymbols: Set<string>, systemSymbols: Set<string>,
 *   folders: string[]}} expected `folders`: paths of this machine that must not be in it.
 * @returns {{facts: string, faults: {gate: string, text: string}[]}}
 */
export function checkFile(file, expected) {
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  if (!stats) return { facts: '', faults: [{ gate: 'file', text: 'is missing' }] };
  const mode = stats.mode & 0o777;
  const faults = [];
  if (mode !== 0o755)
    faults.push({ gate: 'mode', text: `the mode is ${mode.toString(8)}, not 755` });
  const bytes = fs.readFileSync(file);
  let parsed;
  try {
    parsed = readMachO(bytes);
  } catch (error) {
    return { facts: '', faults: [...faults, { gate: 'file', text: error.message }] };
  }
  for (const [gate, run] of Object.entries(GATES)) {
    for (const text of run(parsed, { ...expected, bytes })) faults.push({ gate, text });
  }
  return { facts: describe(parsed), faults };
}
