import t from 'tap';
import { faultsAfter, loadCommand, noPrebuilds } from '../helpers/cross';

const PAGE = 0x4000;
const LC_CODE_SIGNATURE = 0x1d;
const CODE_DIRECTORY = Buffer.from([0xfa, 0xde, 0x0c, 0x02]);
const skip = noPrebuilds();

for (const name of ['prebuilds/darwin-arm64/pty.node', 'prebuilds/darwin-arm64/spawn-helper']) {
  t.test(`${name}: one bit in the middle page`, { skip }, async (t) => {
    let page = 0;
    const faults = await faultsAfter(t, name, (bytes) => {
      const end = loadCommand(bytes, LC_CODE_SIGNATURE).readUInt32LE(8);
      page = Math.floor(end / PAGE / 2);
      // Somewhere in it, where no other gate looks: zeros between the segments or code.
      bytes[page * PAGE + 1] = (bytes[page * PAGE + 1] as number) ^ 1;
      return bytes;
    });
    t.match(faults, [{ gate: 'signature', text: `the hash of page ${page} is wrong` }]);
    t.equal(faults.filter(({ gate }) => gate === 'signature').length, 1);
  });

  t.test(`${name}: one bit in the last, shorter page`, { skip }, async (t) => {
    const faults = await faultsAfter(t, name, (bytes) => {
      // CodeDirectory.codeLimit: between it and the signature there may be padding without a hash.
      const directory = bytes.indexOf(CODE_DIRECTORY);
      // Inside a symbol's name: without the NUL at the very end the tables could not be read at all.
      const late = bytes.readUInt32BE(directory + 32) - 40;
      bytes[late] = (bytes[late] as number) ^ 1;
      return bytes;
    });
    t.match(faults.filter(({ gate }) => gate === 'signature').length, 1);
  });

  t.test(`${name}: one bit in the signature's own hash of a page`, { skip }, async (t) => {
    const faults = await faultsAfter(t, name, (bytes) => {
      const directory = bytes.indexOf(CODE_DIRECTORY);
      const hashes = directory + bytes.readUInt32BE(directory + 16);
      bytes[hashes + 32] = (bytes[hashes + 32] as number) ^ 1;
      return bytes;
    });
    t.strictSame(faults, [{ gate: 'signature', text: 'the hash of page 1 is wrong' }]);
  });

  t.test(`${name}: no signature at all`, { skip }, async (t) => {
    const faults = await faultsAfter(t, name, (bytes) => {
      const LC_SOURCE_VERSION = 0x2a;
      loadCommand(bytes, LC_CODE_SIGNATURE).writeUInt32LE(LC_SOURCE_VERSION);
      return bytes;
    });
    t.strictSame(faults, [{ gate: 'signature', text: 'is not signed' }]);
  });
}
