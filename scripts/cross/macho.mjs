// Reads 64-bit Mach-O files. Constants and structures are named as in <mach-o/loader.h> and
// <mach-o/nlist.h>. What it does not understand it throws at: a gate must not pass what it has not read.
import { readBinds, readExports } from './macho-dyld.mjs';
import { readSignature } from './macho-signature.mjs';
import { cString, slice } from './parts.mjs';

export const MH_MAGIC_64 = 0xfeedfacf;
export const CPU_TYPE = { X86_64: 0x01000007, ARM64: 0x0100000c };
export const FILE_TYPE = { MH_EXECUTE: 2, MH_DYLIB: 6, MH_BUNDLE: 8 };
export const MH = {
  DYLDLINK: 0x4,
  TWOLEVEL: 0x80,
  WEAK_DEFINES: 0x8000,
  BINDS_TO_WEAK: 0x10000,
  PIE: 0x200000,
};
export const PLATFORM_MACOS = 1;
export const SG_READ_ONLY = 0x10;
/** BIND_SPECIAL_DYLIB_FLAT_LOOKUP: whichever image has it. Ordinals above 0 count `libraries`. */
export const FLAT_LOOKUP = -2;

const REQ_DYLD = 0x80000000;
const LC = {
  SYMTAB: 0x2,
  DYSYMTAB: 0xb,
  LOAD_DYLIB: 0xc,
  ID_DYLIB: 0xd,
  LOAD_WEAK_DYLIB: 0x18 + REQ_DYLD,
  SEGMENT_64: 0x19,
  UUID: 0x1b,
  RPATH: 0x1c + REQ_DYLD,
  CODE_SIGNATURE: 0x1d,
  REEXPORT_DYLIB: 0x1f + REQ_DYLD,
  LAZY_LOAD_DYLIB: 0x20,
  DYLD_INFO: 0x22,
  DYLD_INFO_ONLY: 0x22 + REQ_DYLD,
  LOAD_UPWARD_DYLIB: 0x23 + REQ_DYLD,
  VERSION_MIN_MACOSX: 0x24,
  FUNCTION_STARTS: 0x26,
  MAIN: 0x28 + REQ_DYLD,
  DATA_IN_CODE: 0x29,
  BUILD_VERSION: 0x32,
  DYLD_EXPORTS_TRIE: 0x33 + REQ_DYLD,
  DYLD_CHAINED_FIXUPS: 0x34 + REQ_DYLD,
};

const N_STAB = 0xe0;
const N_PEXT = 0x10;
const N_TYPE = 0x0e;
const N_EXT = 0x01;
const N_UNDF = 0x0;

/** X.Y or X.Y.Z as in the nibbles xxxx.yy.zz. */
function version(word) {
  const patch = word & 0xff;
  return `${word >>> 16}.${(word >>> 8) & 0xff}${patch ? `.${patch}` : ''}`;
}

const fixedString = (bytes) => bytes.toString('latin1').replace(/\0.*$/s, '');

/** struct segment_command_64 */
function readSegment(command) {
  const [vmAddress, vmSize, fileOffset, fileSize] = [24, 32, 40, 48].map((at) =>
    Number(command.readBigUInt64LE(at)),
  );
  return {
    name: fixedString(command.subarray(8, 24)),
    ...{ vmAddress, vmSize, fileOffset, fileSize },
    protection: command.readUInt32LE(60),
    flags: command.readUInt32LE(68),
  };
}

/** struct nlist_64, without the records of debuggers. */
function readSymbols(records, strings) {
  const symbols = [];
  for (let at = 0; at < records.length; at += 16) {
    const type = records[at + 4];
    if (type & N_STAB) continue;
    const isUndefined = (type & N_TYPE) === N_UNDF;
    symbols.push({
      name: cString(strings, records.readUInt32LE(at), 'a symbol'),
      isUndefined,
      isExported: !isUndefined && (type & N_EXT) !== 0 && (type & N_PEXT) === 0,
    });
  }
  return symbols;
}

/** Calls `each(cmd, bytes)` for every load command. */
function forEachCommand(bytes, each) {
  const [count, size] = [16, 20].map((at) => bytes.readUInt32LE(at));
  const commands = slice(bytes, 32, size, 'the load commands');
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + 8 > size) throw new Error('sizeofcmds is less than its load commands take');
    const cmdsize = commands.readUInt32LE(at + 4);
    if (cmdsize < 8 || at + cmdsize > size) throw new Error(`load command ${index} has no size`);
    each(commands.readUInt32LE(at), commands.subarray(at, at + cmdsize));
    at += cmdsize;
  }
}

/** Reads one file; `add` is called with each load command. */
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.file = {
      size: bytes.length,
      cpuType: bytes.readUInt32LE(4),
      fileType: bytes.readUInt32LE(12),
      flags: bytes.readUInt32LE(24),
      commandsEnd: 32 + bytes.readUInt32LE(20),
      ...{ id: undefined, uuid: undefined, hasMain: false, signature: undefined },
      ...{ segments: [], libraries: [], rpaths: [], versions: [] },
      ...{ symbols: [], binds: [], exports: [], linkedit: [] },
    };
  }

  /** A part of __LINKEDIT, whose place is noted; empty ones have none. */
  linkedit(name, offset, size, alignment = 8) {
    if (size > 0) this.file.linkedit.push({ name, offset, size, alignment });
    return slice(this.bytes, offset, size, name);
  }

  add(cmd, command) {
    const { file } = this;
    const word = (at) => command.readUInt32LE(at);
    const string = (what) => cString(command, word(8), what);
    switch (cmd) {
      case LC.LOAD_DYLIB:
      case LC.LOAD_WEAK_DYLIB:
      case LC.REEXPORT_DYLIB:
      case LC.LAZY_LOAD_DYLIB:
      case LC.LOAD_UPWARD_DYLIB:
        file.libraries.push(string('a library'));
        break;
      case LC.ID_DYLIB:
        file.id = string('LC_ID_DYLIB');
        break;
      case LC.RPATH:
        file.rpaths.push(string('LC_RPATH'));
        break;
      case LC.UUID:
        file.uuid = command.toString('hex', 8, 24);
        break;
      case LC.MAIN:
        file.hasMain = true;
        break;
      case LC.SEGMENT_64:
        file.segments.push(readSegment(command));
        break;
      case LC.BUILD_VERSION:
        file.versions.push({ platform: word(8), minos: version(word(12)), sdk: version(word(16)) });
        break;
      case LC.VERSION_MIN_MACOSX:
        file.versions.push({
          ...{ platform: PLATFORM_MACOS, minos: version(word(8)), sdk: version(word(12)) },
        });
        break;
      case LC.SYMTAB:
        file.symbols = readSymbols(
          this.linkedit('symbol table', word(8), word(12) * 16),
          this.linkedit('string table', word(16), word(20)),
        );
        break;
      case LC.DYSYMTAB:
        this.linkedit('indirect symbol table', word(56), word(60) * 4, 4);
        break;
      case LC.DYLD_INFO:
      case LC.DYLD_INFO_ONLY:
        this.addDyldInfo(word);
        break;
      case LC.DYLD_EXPORTS_TRIE:
        file.exports.push(...readExports(this.linkedit('export trie', word(8), word(12))));
        break;
      case LC.FUNCTION_STARTS:
      case LC.DATA_IN_CODE:
        this.linkedit(
          cmd === LC.DATA_IN_CODE ? 'data in code' : 'function starts',
          word(8),
          word(12),
        );
        break;
      case LC.CODE_SIGNATURE:
        this.linkedit('code signature', word(8), word(12), 16);
        file.signature = readSignature(this.bytes, word(8), word(12));
        break;
      case LC.DYLD_CHAINED_FIXUPS:
        throw new Error('has chained fixups, which this reader does not know');
    }
  }

  /** struct dyld_info_command */
  addDyldInfo(word) {
    const part = (name, at) => this.linkedit(name, word(at), word(at + 4));
    part('rebase opcodes', 8);
    this.file.binds.push(
      ...readBinds(part('bind opcodes', 16), 'bind'),
      ...readBinds(part('weak bind opcodes', 24), 'weak'),
      ...readBinds(part('lazy bind opcodes', 32), 'lazy'),
    );
    this.file.exports.push(...readExports(part('export trie', 40)));
  }
}

/**
 * A Mach-O file as data.
 *
 * `libraries` are the names by ordinal (the first is 1); `symbols` those of LC_SYMTAB; `binds` and
 * `exports` what dyld itself goes by (macho-dyld.mjs); `linkedit` the places of the tables in
 * __LINKEDIT; `signature` is undefined when there is none (macho-signature.mjs).
 *
 * @throws Error when it is no 64-bit little-endian Mach-O file, is damaged, or uses what this
 *   does not know.
 */
export function readMachO(bytes) {
  if (bytes.length < 32 || bytes.readUInt32LE(0) !== MH_MAGIC_64) {
    throw new Error('is no 64-bit Mach-O file');
  }
  const reader = new Reader(bytes);
  forEachCommand(bytes, (cmd, command) => reader.add(cmd, command));
  return reader.file;
}
