import t from 'tap';
import { faultsAfter, loadCommand, noPrebuilds } from '../helpers/cross';

const LC_BUILD_VERSION = 0x32;
const PLATFORM_IOS = 2;
const skip = noPrebuilds();

for (const name of ['prebuilds/darwin-x64/pty.node', 'prebuilds/darwin-x64/spawn-helper']) {
  t.test(`${name}: minos 11.1`, { skip }, async (t) => {
    const faults = await faultsAfter(t, name, (bytes) => {
      loadCommand(bytes, LC_BUILD_VERSION).writeUInt32LE(0x000b0100, 12);
      return bytes;
    });
    t.strictSame(faults, [{ gate: 'minimum macOS', text: 'minos is 11.1, not 11.0' }]);
  });

  t.test(`${name}: minos 10.15`, { skip }, async (t) => {
    const faults = await faultsAfter(t, name, (bytes) => {
      loadCommand(bytes, LC_BUILD_VERSION).writeUInt32LE(0x000a0f00, 12);
      return bytes;
    });
    t.strictSame(faults, [{ gate: 'minimum macOS', text: 'minos is 10.15, not 11.0' }]);
  });

  t.test(`${name}: another platform`, { skip }, async (t) => {
    const faults = await faultsAfter(t, name, (bytes) => {
      loadCommand(bytes, LC_BUILD_VERSION).writeUInt32LE(PLATFORM_IOS, 8);
      return bytes;
    });
    t.strictSame(faults, [{ gate: 'minimum macOS', text: 'the platform is 2, not macOS' }]);
  });
}
