import t from 'tap';
import { faultsAfter, noPrebuilds, replaceAll } from '../helpers/cross';

const ADDON = 'prebuilds/darwin-x64/pty.node';
const skip = noPrebuilds();

t.test('an addon that exports another name', { skip }, async (t) => {
  const faults = await faultsAfter(t, ADDON, (bytes) => {
    // The export trie has it without the letters it shares with other names.
    replaceAll(bytes, 'api_register_module_v1\0', 'api_register_module_v9\0');
    return bytes;
  });
  t.strictSame(
    faults,
    ['the export trie', 'LC_SYMTAB'].flatMap((table) => [
      { gate: 'exports', text: `${table} has _napi_register_module_v9` },
      { gate: 'exports', text: `${table} lacks _napi_register_module_v1` },
    ]),
  );
});

t.test('an addon with weak definitions, which dyld would merge', { skip }, async (t) => {
  const faults = await faultsAfter(t, ADDON, (bytes) => {
    const MH_WEAK_DEFINES = 0x8000;
    bytes.writeUInt32LE(bytes.readUInt32LE(24) | MH_WEAK_DEFINES, 24);
    return bytes;
  });
  t.strictSame(faults, [{ gate: 'exports', text: 'has weak definitions' }]);
});
