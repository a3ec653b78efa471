import path from 'node:path';
import t from 'tap';
import {
  faultsAfter,
  gatesFor,
  loadCommand,
  noPrebuilds,
  ROOT,
  replaceAll,
} from '../helpers/cross';

const ADDON = 'prebuilds/darwin-x64/pty.node';
const skip = noPrebuilds();

t.test('a library that is not on the list', { skip }, async (t) => {
  const faults = await faultsAfter(t, ADDON, (bytes) => {
    const LC_LOAD_DYLIB = 0xc;
    replaceAll(loadCommand(bytes, LC_LOAD_DYLIB), 'libSystem.B', 'libSystem.C');
    return bytes;
  });
  t.same(faults[0], {
    gate: 'libraries',
    text: '/usr/lib/libSystem.C.dylib is not allowed',
  });
});

t.test('an install name that is a path of the building machine', { skip }, async (t) => {
  const faults = await faultsAfter(t, ADDON, (bytes) => {
    const LC_ID_DYLIB = 0xd;
    replaceAll(loadCommand(bytes, LC_ID_DYLIB), '@rpath/pty.node', '/built/pty.node');
    return bytes;
  });
  t.strictSame(faults, [
    { gate: 'libraries', text: 'LC_ID_DYLIB is a path of this machine: /built/pty.node' },
  ]);
});

t.test('a path of the building machine anywhere in the file', { skip }, async (t) => {
  const check = await gatesFor(ADDON);
  const { faults } = check(path.join(ROOT, ADDON), { folders: ['/not/in/it', '/usr/lib'] });
  t.strictSame(faults, [{ gate: 'build paths', text: 'contains the path /usr/lib' }]);
});
