// Takes the local symbols out of a linked Mach-O file, as `strip -x` does on a Mac: zig's linker leaves their
// names in, 80 KB of an addon. Structures are named as in <mach-o/loader.h> and <mach-o/nlist.h>.
//
// The tables in __LINKEDIT are written anew, in their order; nothing in front of it moves. The signature
// covers all bytes, so it is made anew too (macho-sign.mjs). What this does not know, it refuses.
import { resign } from './macho-sign.mjs';
import { cString, slice } from './parts.mjs';

const REQ_DYLD = 0x80000000;
const LC_SYMTAB = 0x2;
const LC_DYSYMTAB = 0xb;
const LC_SEGMENT_64 = 0x19;
const LC_CODE_SIGNATURE = 0x1d;
const LC_DYLD_INFO_ONLY = 0x22 + REQ_DYLD;

/** Where a load command has the offset and the size of a table that stays as it is. */
const KEPT_TABLES = new Map([
  [LC_DYLD_INFO_ONLY, [8, 16, 24, 32, 40]],
  [0x26, [8]], // LC_FUNCTION_STARTS
  [0x29, [8]], // LC_DATA_IN_CODE
]);

/** Commands without a table in __LINKEDIT. */
const WITHOUT_TABLES = new Set([
  ...[0xc, 0xd, 0xe, 0x1b, 0x24], // LC_LOAD_DYLIB, ID_DYLIB, LOAD_DYLINKER, UUID, VERSION_MIN_MACOSX
  ...[0x2a, 0x32, 0x28 + REQ_DYLD], // LC_SOURCE_VERSION, BUILD_VERSION, MAIN
]);

const NLIST = 16;
const N_STAB = 0xe0;
const N_PEXT = 0x10;
const N_TYPE = 0x0e;
const N_EXT = 0x01;
const INDIRECT_SYMBOL_LOCAL = 0x80000000;
const INDIRECT_SYMBOL_ABS = 0x40000000;

const roundUp = (value, to) => Math.ceil(value / to) * to;

/** The load commands by their number: `{ cmd, bytes }`, each a view into the file. */
function loadCommands(file) {
  const commands = [];
  let at = 32;
  for (let left = file.readUInt32LE(16); left > 0; left--) {
    const bytes = slice(file, at, file.readUInt32LE(at + 4), 'a load command');
    commands.push({ cmd: bytes.readUInt32LE(0), bytes });
    at += bytes.length;
  }
  return commands;
}

function only(commands, cmd, name) {
  const found = commands.filter((command) => command.cmd === cmd);
  if (found.length !== 1) throw new Error(`has ${found.length} of ${name}`);
  return found[0].bytes;
}

/** Whether other images can see the symbol, or this one wants it of them. */
function isGlobal(record) {
  const type = record[4];
  if (type & N_STAB) return false;
  const isUndefined = (type & N_TYPE) === 0;
  return isUndefined || ((type & N_EXT) !== 0 && (type & N_PEXT) === 0);
}

/** A table of names: each once, the empty one at 0, as long as a multiple of 8. */
class Names {
  #offsets = new Map([['', 0]]);
  #text = '\0';

  add(name) {
    if (!this.#offsets.has(name)) {
      this.#offsets.set(name, this.#text.length);
      this.#text += `${name}\0`;
    }
    return this.#offsets.get(name);
  }

  toBuffer() {
    return Buffer.from(this.#text.padEnd(roundUp(this.#text.length, 8), '\0'), 'latin1');
  }
}

/** The symbols that stay, their names, and the new index of each by its old one. */
function globalSymbols(file, symtab) {
  const word = (at) => symtab.readUInt32LE(at);
  const records = slice(file, word(8), word(12) * NLIST, 'the symbols');
  const strings = slice(file, word(16), word(20), 'their names');
  const names = new Names();
  const kept = [];
  const indexes = new Map();
  for (let at = 0; at < records.length; at += NLIST) {
    const record = Buffer.from(records.subarray(at, at + NLIST));
    if (!isGlobal(record)) continue;
    record.writeUInt32LE(names.add(cString(strings, record.readUInt32LE(0))), 0);
    indexes.set(at / NLIST, kept.length);
    kept.push(record);
  }
  const isAbsolute = (index) => (records[index * NLIST + 4] & N_TYPE) === 0x2;
  return { kept, names: names.toBuffer(), indexes, isAbsolute };
}

/** The indirect symbol table with the new indexes; what is no longer there is marked as local. */
function indirectSymbols(file, dysymtab, { indexes, isAbsolute }) {
  const [offset, count] = [dysymtab.readUInt32LE(56), dysymtab.readUInt32LE(60)];
  const table = Buffer.from(slice(file, offset, count * 4, 'the indirect symbols'));
  for (let at = 0; at < table.length; at += 4) {
    const old = table.readUInt32LE(at);
    if (old >= INDIRECT_SYMBOL_ABS) continue;
    const local = INDIRECT_SYMBOL_LOCAL + (isAbsolute(old) ? INDIRECT_SYMBOL_ABS : 0);
    table.writeUInt32LE(indexes.get(old) ?? local, at);
  }
  return table;
}

/** The counts in struct dysymtab_command: no local symbols, then the defined ones, then the others. */
function countSymbols(dysymtab, kept) {
  // Tables that only files of the last century have: of contents, modules, references, relocations.
  if ([36, 44, 52, 68, 76].some((at) => dysymtab.readUInt32LE(at) !== 0)) {
    throw new Error('LC_DYSYMTAB has a table that this does not know');
  }
  const isUndefined = (record) => (record[4] & N_TYPE) === 0;
  const defined = kept.filter((record) => !isUndefined(record)).length;
  if (!kept.slice(defined).every(isUndefined)) throw new Error('the symbols are not in order');
  [0, 0, 0, defined, defined, kept.length - defined].forEach((value, index) => {
    dysymtab.writeUInt32LE(value, 8 + index * 4);
  });
}

/** Every table in __LINKEDIT but the signature: its new content and how its command learns of its place. */
function newTables(file, commands) {
  const symtab = only(commands, LC_SYMTAB, 'LC_SYMTAB');
  const dysymtab = only(commands, LC_DYSYMTAB, 'LC_DYSYMTAB');
  const symbols = globalSymbols(file, symtab);
  const tables = [];
  const add = (command, at, content, count) =>
    tables.push({ from: command.readUInt32LE(at), command, at, content, count });
  add(symtab, 8, Buffer.concat(symbols.kept), symbols.kept.length);
  add(symtab, 16, symbols.names, symbols.names.length);
  const indirect = indirectSymbols(file, dysymtab, symbols);
  add(dysymtab, 56, indirect, indirect.length / 4);
  countSymbols(dysymtab, symbols.kept);
  for (const { cmd, bytes } of commands) {
    for (const at of KEPT_TABLES.get(cmd) ?? []) {
      const size = bytes.readUInt32LE(at + 4);
      const content = Buffer.from(slice(file, bytes.readUInt32LE(at), size, 'a table'));
      if (size > 0) add(bytes, at, content, size);
    }
  }
  return tables.sort((a, b) => a.from - b.from);
}

function refuseUnknown(commands) {
  const known = [LC_SYMTAB, LC_DYSYMTAB, LC_SEGMENT_64, LC_CODE_SIGNATURE, ...KEPT_TABLES.keys()];
  const strange = commands.find(({ cmd }) => !known.includes(cmd) && !WITHOUT_TABLES.has(cmd));
  if (strange) throw new Error(`load command 0x${strange.cmd.toString(16)} is not known`);
}

/**
 * The file without its local symbols, signed anew where it was signed.
 * @param {Buffer} original a 64-bit Mach-O file.
 * @throws Error for a file that this does not understand in full.
 */
export function stripLocals(original) {
  const file = Buffer.from(original);
  const commands = loadCommands(file);
  refuseUnknown(commands);
  const segments = commands.filter(({ cmd }) => cmd === LC_SEGMENT_64).map(({ bytes }) => bytes);
  const linkedit = segments.at(-1);
  if (linkedit?.toString('latin1', 8, 18) !== '__LINKEDIT') throw new Error('ends otherwise');
  const start = Number(linkedit.readBigUInt64LE(40));

  const parts = [];
  let end = start;
  for (const { command, at, content, count } of newTables(file, commands)) {
    const place = roundUp(end, 8);
    parts.push(Buffer.alloc(place - end), content);
    command.writeUInt32LE(place, at);
    command.writeUInt32LE(count, at + 4);
    end = place + content.length;
  }
  const signature = commands.find(({ cmd }) => cmd === LC_CODE_SIGNATURE)?.bytes;
  const oldSignature =
    signature && slice(original, signature.readUInt32LE(8), signature.readUInt32LE(12), 'it');
  if (signature) {
    parts.push(Buffer.alloc(roundUp(end, 16) - end));
    end = roundUp(end, 16);
  }
  const unsigned = (size) => {
    if (signature) {
      signature.writeUInt32LE(end, 8);
      signature.writeUInt32LE(size, 12);
    }
    linkedit.writeBigUInt64LE(BigInt(end + size - start), 48);
    linkedit.writeBigUInt64LE(BigInt(roundUp(end + size - start, 0x4000)), 32);
    return Buffer.concat([file.subarray(0, start), ...parts]);
  };
  return oldSignature ? resign(oldSignature, end, unsigned) : unsigned(0);
}
