// Reads what a Windows file imports and exports ("PE Format", Microsoft Learn).

const MACHINES = { 34404: 'x64', 43620: 'arm64' };

/** The bits of DllCharacteristics that a DLL of today has. */
export const CHARACTERISTICS = { HIGH_ENTROPY_VA: 0x20, DYNAMIC_BASE: 0x40, NX_COMPAT: 0x100 };

export function text(bytes, at) {
  return bytes.toString('latin1', at, bytes.indexOf(0, at));
}

/** @throws Error for anything but a 64-bit file for one of our processors. */
function readHeaders(bytes) {
  if (bytes.toString('latin1', 0, 2) !== 'MZ') throw new Error('not a Windows file');
  const pe = bytes.readUInt32LE(0x3c);
  if (bytes.toString('latin1', pe, pe + 4) !== 'PE\0\0') throw new Error('no PE header');
  const arch = MACHINES[bytes.readUInt16LE(pe + 4)];
  if (arch === undefined) throw new Error('the processor is neither x64 nor arm64');
  const sections = bytes.readUInt16LE(pe + 6);
  const optional = pe + 24;
  if (bytes.readUInt16LE(optional) !== 0x20b) throw new Error('not PE32+');
  const table = optional + bytes.readUInt16LE(pe + 20);
  const offsetOf = (address) => {
    for (let i = 0; i < sections; i++) {
      const header = table + i * 40;
      const start = bytes.readUInt32LE(header + 12);
      const size = bytes.readUInt32LE(header + 16);
      if (address >= start && address < start + size) {
        return address - start + bytes.readUInt32LE(header + 20);
      }
    }
    throw new Error(`address ${address} is in no section`);
  };
  const directory = (i) => bytes.readUInt32LE(optional + 112 + i * 8);
  return { arch, pe, optional, offsetOf, directory };
}

/**
 * @param {Buffer} bytes of a 64-bit file.
 * @returns {{arch: string, isDll: boolean, characteristics: number, imports: Map<string, string[]>,
 *   exports: string[]}} imports by the DLL's name in lower case.
 * @throws Error for anything else.
 */
export function readPe(bytes) {
  const { arch, pe, optional, offsetOf, directory } = readHeaders(bytes);
  return {
    arch,
    isDll: (bytes.readUInt16LE(pe + 22) & 0x2000) !== 0,
    characteristics: bytes.readUInt16LE(optional + 70),
    imports: readImports(bytes, directory(1), offsetOf),
    exports: readExports(bytes, directory(0), offsetOf),
  };
}

function readImports(bytes, address, offsetOf) {
  const imports = new Map();
  if (address === 0) return imports;
  for (let at = offsetOf(address); bytes.readUInt32LE(at + 12) !== 0; at += 20) {
    const names = [];
    for (let i = offsetOf(bytes.readUInt32LE(at)); bytes.readBigUInt64LE(i) !== 0n; i += 8) {
      const entry = bytes.readBigUInt64LE(i);
      const isNumber = entry >> 63n === 1n;
      names.push(isNumber ? `#${entry & 0xffffn}` : text(bytes, offsetOf(Number(entry)) + 2));
    }
    const dll = text(bytes, offsetOf(bytes.readUInt32LE(at + 12))).toLowerCase();
    imports.set(dll, names);
  }
  return imports;
}

/** The export directory's parts, as offsets in the file; undefined when there is none. */
export function findExports(bytes) {
  const { directory, offsetOf } = readHeaders(bytes);
  const address = directory(0);
  if (address === 0) return undefined;
  const at = offsetOf(address);
  const part = (offset) => offsetOf(bytes.readUInt32LE(at + offset));
  return { at, functions: part(28), names: part(32), ordinals: part(36), offsetOf };
}

function readExports(bytes, address, offsetOf) {
  if (address === 0) return [];
  const at = offsetOf(address);
  const count = bytes.readUInt32LE(at + 24);
  if (count === 0) return [];
  const names = offsetOf(bytes.readUInt32LE(at + 32));
  return Array.from({ length: count }, (_, i) =>
    text(bytes, offsetOf(bytes.readUInt32LE(names + i * 4))),
  );
}
