import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { faultsAfter, gatesFor, noPrebuilds, ROOT } from '../helpers/cross';
import { folder } from '../helpers/folder';

const skip = noPrebuilds();

t.test('the addon of the other CPU', { skip }, async (t) => {
  const check = await gatesFor('prebuilds/darwin-arm64/pty.node');
  const { faults } = check(path.join(ROOT, 'prebuilds/darwin-x64/pty.node'));
  t.ok(faults.some(({ gate, text }) => gate === 'type' && text === 'the CPU is X86_64'));
});

t.test('the helper in the place of the addon', { skip }, async (t) => {
  const check = await gatesFor('prebuilds/darwin-arm64/pty.node');
  const { faults } = check(path.join(ROOT, 'prebuilds/darwin-arm64/spawn-helper'));
  t.match(faults[0], { gate: 'type', text: 'the file type is MH_EXECUTE, not MH_DYLIB or' });
});

t.test('the addon in the place of the helper', { skip }, async (t) => {
  const check = await gatesFor('prebuilds/darwin-arm64/spawn-helper');
  const { faults } = check(path.join(ROOT, 'prebuilds/darwin-arm64/pty.node'));
  t.match(faults[0], { gate: 'type', text: 'the file type is MH_DYLIB, not MH_EXECUTE' });
});

t.test('an executable that cannot be moved in memory', { skip }, async (t) => {
  const faults = await faultsAfter(t, 'prebuilds/darwin-x64/spawn-helper', (bytes) => {
    const MH_PIE = 0x200000;
    bytes.writeUInt32LE(bytes.readUInt32LE(24) & ~MH_PIE, 24);
    return bytes;
  });
  t.strictSame(faults, [{ gate: 'type', text: 'MH_PIE is not set' }]);
});

t.test('the addon of this Linux', { skip }, async (t) => {
  const check = await gatesFor('prebuilds/darwin-arm64/pty.node');
  const { faults } = check(path.join(ROOT, 'build/Release/pty.node'));
  t.match(faults.at(-1), { gate: 'file', text: 'is no 64-bit Mach-O file' });
});

t.test('an empty file', { skip }, async (t) => {
  const file = path.join(folder(t), 'pty.node');
  writeFileSync(file, '');
  chmodSync(file, 0o755);
  const { faults } = (await gatesFor('prebuilds/darwin-arm64/pty.node'))(file);
  t.strictSame(faults, [{ gate: 'file', text: 'is no 64-bit Mach-O file' }]);
});
