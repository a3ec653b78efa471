// What a pty.node for Windows must be. On arm64 these gates are all that is known of it here.
import fs from 'node:fs';
import { BUDGET } from '../prebuild/targets.mjs';
import { CHARACTERISTICS, readPe } from './pe.mjs';

/** What Node looks for, and nothing else. */
export const EXPORTS = ['napi_register_module_v1', 'node_api_module_get_api_version_v1'];
/** The C library of Windows 10 has many names; all are the same DLL. */
const isAllowed = (dll) =>
  ['kernel32.dll', 'ntdll.dll'].includes(dll) || dll.startsWith('api-ms-win-crt-');
/** Newer than Windows 10 1809, or missing in older ones: to be asked for by GetProcAddress. */
const NOT_STATICALLY = /PseudoConsole/;

/**
 * What is wrong with `file`, in words.
 * @returns {{facts: string, faults: string[]}}
 */
export function checkWindowsAddon(file, arch) {
  if (!fs.existsSync(file)) return { facts: '', faults: ['is missing'] };
  const bytes = fs.readFileSync(file);
  const pe = readPe(bytes);
  const faults = [];
  if (pe.arch !== arch) faults.push(`the processor is ${pe.arch}`);
  if (!pe.isDll) faults.push('is no DLL');
  if (bytes.length > BUDGET.windowsAddon) {
    faults.push(`${bytes.length} bytes are more than ${BUDGET.windowsAddon}`);
  }
  for (const [name, bit] of Object.entries(CHARACTERISTICS)) {
    if ((pe.characteristics & bit) === 0) faults.push(`${name} is not set`);
  }
  for (const [dll, names] of pe.imports) {
    if (!isAllowed(dll)) faults.push(`imports ${names.join(', ')} of ${dll}`);
    const early = names.filter(
      (name) => NOT_STATICALLY.test(name) || /^(napi|node_api)_/.test(name),
    );
    if (early.length > 0) faults.push(`imports ${early.join(', ')}, which not every host has`);
  }
  if (pe.imports.size === 0) faults.push('imports nothing');
  const extra = pe.exports.filter((name) => !EXPORTS.includes(name));
  const missing = EXPORTS.filter((name) => !pe.exports.includes(name));
  if (extra.length > 0) faults.push(`exports ${extra.join(', ')}`);
  if (missing.length > 0) faults.push(`does not export ${missing.join(', ')}`);
  const count = [...pe.imports.values()].flat().length;
  const facts = `DLL ${pe.arch}, ${bytes.length} bytes, imports ${count} of ${[...pe.imports.keys()].length} DLLs`;
  return { facts, faults };
}
