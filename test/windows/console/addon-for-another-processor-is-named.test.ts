import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { addonDir } from '#lib/addon/addon';
import { loadNativeModule } from '#lib/utils';

const AT_PE = 0x3c;
const MACHINES = { x64: 0x8664, arm64: 0xaa64 };

/** What the loader says of an addon with these bytes. */
function reasonFor(folder: string, bytes: Buffer): string {
  const file = path.join(folder, 'pty.node');
  fs.writeFileSync(file, bytes);
  const before = process.env.FLATPTY_ADDON;
  process.env.FLATPTY_ADDON = file;
  try {
    loadNativeModule('pty');
    return 'it loads';
  } catch (error) {
    return (error as Error).message;
  } finally {
    if (before === undefined) delete process.env.FLATPTY_ADDON;
    else process.env.FLATPTY_ADDON = before;
  }
}

t.test('by its header, before Windows is asked', async (t) => {
  const folder = t.testdir();
  const bytes = fs.readFileSync(path.join(addonDir, 'pty.node'));
  const other = process.arch === 'x64' ? MACHINES.arm64 : MACHINES.x64;
  const foreign = Buffer.from(bytes);
  foreign.writeUInt16LE(other, bytes.readUInt32LE(AT_PE) + 4);
  t.match(reasonFor(folder, foreign), 'made for another processor');
  t.match(reasonFor(folder, bytes.subarray(0, 80)), 'cut short');
  t.match(reasonFor(folder, Buffer.alloc(200, 'x')), 'not a shared library');
});
