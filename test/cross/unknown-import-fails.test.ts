import path from 'node:path';
import t from 'tap';
import {
  crossModule,
  faultsAfter,
  gatesFor,
  loadCommand,
  noPrebuilds,
  ROOT,
  replaceAll,
} from '../helpers/cross';

const ADDON = 'prebuilds/darwin-x64/pty.node';
const skip = noPrebuilds();

t.test('a Node-API function that does not exist', { skip }, async (t) => {
  const faults = await faultsAfter(t, ADDON, (bytes) => {
    replaceAll(bytes, '_napi_typeof\0', '_napi_typeoX\0');
    return bytes;
  });
  t.strictSame(faults, [{ gate: 'imports', text: '_napi_typeoX is not of this Node-API version' }]);
});

t.test('Node-API functions that came after NAPI_VERSION', { skip }, async (t) => {
  const { toolchain } = await crossModule('toolchain.mjs');
  const napiSymbols = (await toolchain()).napiSymbols(3);
  const { faults } = (await gatesFor(ADDON))(path.join(ROOT, ADDON), { napiSymbols });
  const text = '_napi_create_threadsafe_function is not of this Node-API version';
  t.ok(faults.some((fault) => fault.gate === 'imports' && fault.text === text));
});

t.test('a function that libSystem does not have', { skip }, async (t) => {
  const faults = await faultsAfter(t, ADDON, (bytes) => {
    replaceAll(bytes, '_waitpid\0', '_waitpiX\0');
    return bytes;
  });
  t.strictSame(faults, [{ gate: 'imports', text: '_waitpiX is not in libSystem' }]);
});

t.test('one that is named in the symbol table only', { skip }, async (t) => {
  const faults = await faultsAfter(t, ADDON, (bytes) => {
    const LC_SYMTAB = 0x2;
    const strings = bytes.subarray(loadCommand(bytes, LC_SYMTAB).readUInt32LE(16));
    replaceAll(strings, '_waitpid\0', '_waitpiX\0');
    return bytes;
  });
  t.strictSame(faults, [
    { gate: 'imports', text: '_waitpiX is neither Node-API nor in libSystem' },
  ]);
});

t.test('Node-API in the helper, which has no host to find it in', { skip }, async (t) => {
  const { faults } = (await gatesFor(ADDON))(path.join(ROOT, ADDON), { isAddon: false });
  const text = '_napi_typeof is not of this Node-API version';
  t.ok(faults.some((fault) => fault.gate === 'imports' && fault.text === text));
});
