// Reads 64-bit little-endian ELF files. Constants are named as in elf.h; source: elf(5), and for versions
// the GNU symbol versioning of the Linux Standard Base.
import { cString, slice } from '../cross/parts.mjs';

export const ET = { EXEC: 2, DYN: 3 };
export const EM = { x64: 62, arm64: 183 };
const PT = { LOAD: 1, DYNAMIC: 2, INTERP: 3, GNU_STACK: 0x6474e551, GNU_RELRO: 0x6474e552 };
const DT = {
  NEEDED: 1,
  STRTAB: 5,
  SYMTAB: 6,
  SONAME: 14,
  RPATH: 15,
  TEXTREL: 22,
  FLAGS: 30,
  RUNPATH: 29,
  VERNEED: 0x6ffffffe,
  VERNEEDNUM: 0x6fffffff,
};
const DF_TEXTREL = 4;
const PF_X = 1;
const SHT = { SYMTAB: 2, DYNSYM: 11 };

const number = (bytes, at) => Number(bytes.readBigUInt64LE(at));

function readSegments(bytes) {
  const [at, size, count] = [number(bytes, 32), bytes.readUInt16LE(54), bytes.readUInt16LE(56)];
  return Array.from({ length: count }, (_, index) => {
    const header = slice(bytes, at + index * size, 56, 'a program header');
    return {
      type: header.readUInt32LE(0),
      flags: header.readUInt32LE(4),
      offset: number(header, 8),
      address: number(header, 16),
      fileSize: number(header, 32),
    };
  });
}

function readSections(bytes) {
  const [at, size, count] = [number(bytes, 40), bytes.readUInt16LE(58), bytes.readUInt16LE(60)];
  return Array.from({ length: count }, (_, index) => {
    const header = slice(bytes, at + index * size, 64, 'a section header');
    return { type: header.readUInt32LE(4), offset: number(header, 24), size: number(header, 32) };
  });
}

/** Where an address lies in the file. */
function offsetOf(segments, address) {
  const found = segments.find(
    (segment) =>
      segment.type === PT.LOAD &&
      address >= segment.address &&
      address < segment.address + segment.fileSize,
  );
  if (!found) throw new Error(`address ${address} is in no segment`);
  return address - found.address + found.offset;
}

function readDynamic(bytes, segments) {
  const dynamic = segments.find(({ type }) => type === PT.DYNAMIC);
  if (!dynamic) return [];
  const table = slice(bytes, dynamic.offset, dynamic.fileSize, 'the dynamic section');
  const entries = [];
  for (let at = 0; at + 16 <= table.length && number(table, at) !== 0; at += 16) {
    entries.push({ tag: number(table, at), value: number(table, at + 8) });
  }
  return entries;
}

/** The names and versions of struct Elf64_Verneed: `{ library, version }`. */
function readVersions(bytes, offset, count, text) {
  const found = [];
  let at = offset;
  for (let left = count; left > 0; left--) {
    const need = slice(bytes, at, 16, 'a needed version');
    const library = text(need.readUInt32LE(4));
    let aux = at + need.readUInt32LE(8);
    for (let names = need.readUInt16LE(2); names > 0; names--) {
      const entry = slice(bytes, aux, 16, 'a version name');
      found.push({ library, version: text(entry.readUInt32LE(8)) });
      aux += entry.readUInt32LE(12);
    }
    at += need.readUInt32LE(12);
  }
  return found;
}

function readSymbols(bytes, section, text) {
  const table = slice(bytes, section.offset, section.size, 'the symbols');
  const symbols = [];
  for (let at = 24; at + 24 <= table.length; at += 24) {
    const name = text(table.readUInt32LE(at));
    const visibility = table[at + 5] & 3;
    const isWeak = table[at + 4] >> 4 === 2;
    symbols.push({ name, isUndefined: table.readUInt16LE(at + 6) === 0, visibility, isWeak });
  }
  return symbols;
}

/**
 * What the gates ask of an ELF file.
 * @throws Error for what is none, or lies outside of the file.
 */
export function readElf(bytes) {
  if (bytes.length < 64 || bytes.readUInt32BE(0) !== 0x7f454c46) throw new Error('is no ELF file');
  if (bytes[4] !== 2 || bytes[5] !== 1) throw new Error('is not 64-bit and little-endian');
  const segments = readSegments(bytes);
  for (const { type, offset, fileSize } of segments) {
    if (type === PT.LOAD) slice(bytes, offset, fileSize, 'a segment');
  }
  const sections = readSections(bytes);
  const dynamic = readDynamic(bytes, segments);
  const value = (tag) => dynamic.find((entry) => entry.tag === tag)?.value;
  const strings = value(DT.STRTAB) === undefined ? 0 : offsetOf(segments, value(DT.STRTAB));
  const text = (offset) => cString(bytes, strings + offset);
  const texts = (tag) =>
    dynamic.filter((entry) => entry.tag === tag).map((entry) => text(entry.value));
  const symbolTable = sections.find(({ type }) => type === SHT.DYNSYM);
  const stack = segments.find(({ type }) => type === PT.GNU_STACK);
  const verneed = value(DT.VERNEED);
  return {
    size: bytes.length,
    type: bytes.readUInt16LE(16),
    machine: bytes.readUInt16LE(18),
    interpreter: segments.some(({ type }) => type === PT.INTERP),
    hasRelro: segments.some(({ type }) => type === PT.GNU_RELRO),
    hasExecutableStack: stack === undefined || (stack.flags & PF_X) !== 0,
    hasTextRelocations:
      value(DT.TEXTREL) !== undefined || ((value(DT.FLAGS) ?? 0) & DF_TEXTREL) !== 0,
    isStripped: !sections.some(({ type }) => type === SHT.SYMTAB),
    needed: texts(DT.NEEDED),
    searchPaths: [...texts(DT.RPATH), ...texts(DT.RUNPATH)],
    versions:
      verneed === undefined
        ? []
        : readVersions(bytes, offsetOf(segments, verneed), value(DT.VERNEEDNUM), text),
    symbols: symbolTable ? readSymbols(bytes, symbolTable, text) : [],
  };
}
