import t from 'tap';
import { faultsAfter, loadCommand, noPrebuilds } from '../helpers/cross';

const ADDON = 'prebuilds/darwin-x64/pty.node';
const LC_SEGMENT_64 = 0x19;
const skip = noPrebuilds();

/** What the layout gate, and no other, says of the damaged addon. */
async function layoutFaults(t: Parameters<typeof faultsAfter>[0], damage: (bytes: Buffer) => void) {
  const faults = await faultsAfter(t, ADDON, (bytes) => {
    damage(bytes);
    return bytes;
  });
  t.strictSame([...new Set(faults.map(({ gate }) => gate))], ['layout']);
  return faults.map(({ text }) => text);
}

t.test('a table that is not aligned', { skip }, async (t) => {
  const faults = await layoutFaults(t, (bytes) => {
    const LC_DYLD_INFO_ONLY = 0x80000022;
    const info = loadCommand(bytes, LC_DYLD_INFO_ONLY);
    info.writeUInt32LE(info.readUInt32LE(8) + 4, 8);
    info.writeUInt32LE(info.readUInt32LE(12) - 4, 12);
  });
  t.match(faults, [/^the rebase opcodes is at \d+, no multiple of 8$/]);
});

t.test('a table over the one before it', { skip }, async (t) => {
  const faults = await layoutFaults(t, (bytes) => {
    const LC_DYLD_INFO_ONLY = 0x80000022;
    const info = loadCommand(bytes, LC_DYLD_INFO_ONLY);
    info.writeUInt32LE(info.readUInt32LE(12) + 8, 12);
  });
  t.strictSame(faults, ['the bind opcodes overlaps what is before it']);
});

t.test('code that can be written to', { skip }, async (t) => {
  const faults = await layoutFaults(t, (bytes) => {
    loadCommand(bytes, LC_SEGMENT_64, '__TEXT').writeUInt32LE(7, 60);
  });
  t.strictSame(faults, ['segment __TEXT is rwx, not r-x']);
});

t.test('constants that stay writable', { skip }, async (t) => {
  const faults = await layoutFaults(t, (bytes) => {
    loadCommand(bytes, LC_SEGMENT_64, '__DATA_CONST').writeUInt32LE(0, 68);
  });
  t.strictSame(faults, ['segment __DATA_CONST lacks SG_READ_ONLY']);
});

t.test('a segment over another', { skip }, async (t) => {
  const faults = await layoutFaults(t, (bytes) => {
    loadCommand(bytes, LC_SEGMENT_64, '__DATA').writeBigUInt64LE(0n, 24);
  });
  t.strictSame(faults, ['segment __DATA overlaps the one before it']);
});

t.test('no LC_UUID', { skip }, async (t) => {
  const faults = await layoutFaults(t, (bytes) => {
    const [LC_UUID, LC_SOURCE_VERSION] = [0x1b, 0x2a];
    loadCommand(bytes, LC_UUID).writeUInt32LE(LC_SOURCE_VERSION);
  });
  t.strictSame(faults, ['there is no LC_UUID']);
});

t.test('something behind the end, which breaks signing', { skip }, async (t) => {
  const faults = await faultsAfter(t, ADDON, (bytes) => Buffer.concat([bytes, Buffer.alloc(16)]));
  t.match(faults, [{ gate: 'layout', text: /^__LINKEDIT ends at \d+, the file at \d+$/ }]);
});

t.test('a file that was cut off', { skip }, async (t) => {
  for (const name of ['prebuilds/darwin-arm64/pty.node', ADDON]) {
    const faults = await faultsAfter(t, name, (bytes) => bytes.subarray(0, bytes.length - 16));
    t.not(faults.length, 0, `${name}: ${faults.map(({ text }) => text).join('; ')}`);
  }
});
