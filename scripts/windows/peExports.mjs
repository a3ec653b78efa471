// zig's libunwind marks its functions for export in its own objects, and no option of the linker takes that back.
import fs from 'node:fs';
import { findExports, text } from './pe.mjs';

/** Takes all names but `wanted` out of the export table of the DLL at `file`. */
export function keepExports(file, wanted) {
  const bytes = fs.readFileSync(file);
  const found = findExports(bytes);
  if (found === undefined) throw new Error(`${file} exports nothing`);
  const { at, functions, names, ordinals, offsetOf } = found;
  const count = bytes.readUInt32LE(at + 24);
  const all = Array.from({ length: count }, (_, i) => ({
    address: bytes.readUInt32LE(names + i * 4),
    ordinal: bytes.readUInt16LE(ordinals + i * 2),
  }));
  const isWanted = ({ address }) => wanted.includes(text(bytes, offsetOf(address)));
  // The table is sorted by name, and stays so.
  const kept = all.filter(isWanted);
  kept.forEach(({ address, ordinal }, i) => {
    bytes.writeUInt32LE(address, names + i * 4);
    bytes.writeUInt16LE(ordinal, ordinals + i * 2);
  });
  bytes.writeUInt32LE(kept.length, at + 24);
  // Nor by number: an entry of 0 is an unused one.
  for (const entry of all.filter((entry) => !isWanted(entry))) {
    bytes.writeUInt32LE(0, functions + entry.ordinal * 4);
  }
  fs.writeFileSync(file, bytes);
}
