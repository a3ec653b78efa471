// What dyld reads to bind a Mach-O file: the opcodes and the export trie of LC_DYLD_INFO. Names as
// in <mach-o/loader.h>, without BIND_OPCODE_ and EXPORT_SYMBOL_FLAGS_.
import { cString } from './parts.mjs';

const OPCODE = {
  DONE: 0x00,
  SET_DYLIB_ORDINAL_IMM: 0x10,
  SET_DYLIB_ORDINAL_ULEB: 0x20,
  SET_DYLIB_SPECIAL_IMM: 0x30,
  SET_SYMBOL_TRAILING_FLAGS_IMM: 0x40,
  SET_TYPE_IMM: 0x50,
  SET_ADDEND_SLEB: 0x60,
  SET_SEGMENT_AND_OFFSET_ULEB: 0x70,
  ADD_ADDR_ULEB: 0x80,
  DO_BIND: 0x90,
  DO_BIND_ADD_ADDR_ULEB: 0xa0,
  DO_BIND_ADD_ADDR_IMM_SCALED: 0xb0,
  DO_BIND_ULEB_TIMES_SKIPPING_ULEB: 0xc0,
};

const REEXPORT = 0x08;
const STUB_AND_RESOLVER = 0x10;

/** Reads a byte sequence from front to back. */
class Cursor {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get isAtEnd() {
    return this.at >= this.bytes.length;
  }

  byte() {
    if (this.isAtEnd) throw new Error('dyld information ends in the middle');
    return this.bytes[this.at++];
  }

  /** Unsigned; a signed one is as long, and its value is not used here. */
  uleb() {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (!(byte & 0x80)) return value;
    }
  }

  string() {
    const text = cString(this.bytes, this.at);
    this.at += text.length + 1;
    return text;
  }
}

/**
 * The symbols that a stream of bind opcodes asks for, each once for a library.
 * @param kind `bind`, `weak` or `lazy`, where DONE ends not the stream but one symbol.
 * @returns {{name: string, ordinal: number, kind: string}[]}
 */
export function readBinds(bytes, kind) {
  const cursor = new Cursor(bytes);
  const found = new Map();
  let name;
  let ordinal = 0;
  const bind = () => found.set(`${ordinal} ${name}`, { name, ordinal, kind });
  while (!cursor.isAtEnd) {
    const byte = cursor.byte();
    const immediate = byte & 0x0f;
    switch (byte & 0xf0) {
      case OPCODE.DONE:
        if (kind !== 'lazy') return [...found.values()];
        break;
      case OPCODE.SET_DYLIB_ORDINAL_IMM:
        ordinal = immediate;
        break;
      case OPCODE.SET_DYLIB_ORDINAL_ULEB:
        ordinal = cursor.uleb();
        break;
      case OPCODE.SET_DYLIB_SPECIAL_IMM:
        ordinal = immediate === 0 ? 0 : immediate - 0x10;
        break;
      case OPCODE.SET_SYMBOL_TRAILING_FLAGS_IMM:
        name = cursor.string();
        break;
      case OPCODE.SET_TYPE_IMM:
        break;
      case OPCODE.SET_ADDEND_SLEB:
      case OPCODE.SET_SEGMENT_AND_OFFSET_ULEB:
      case OPCODE.ADD_ADDR_ULEB:
        cursor.uleb();
        break;
      case OPCODE.DO_BIND:
      case OPCODE.DO_BIND_ADD_ADDR_IMM_SCALED:
        bind();
        break;
      case OPCODE.DO_BIND_ADD_ADDR_ULEB:
        cursor.uleb();
        bind();
        break;
      case OPCODE.DO_BIND_ULEB_TIMES_SKIPPING_ULEB:
        cursor.uleb();
        cursor.uleb();
        bind();
        break;
      default:
        throw new Error(`bind opcode 0x${byte.toString(16)} is not known`);
    }
  }
  return [...found.values()];
}

/** The names in an export trie, sorted. */
export function readExports(trie) {
  const names = [];
  const seen = new Set();
  const visit = (at, prefix) => {
    if (seen.has(at)) throw new Error('the export trie runs in a circle');
    seen.add(at);
    const node = new Cursor(trie, at);
    const terminalSize = node.uleb();
    const children = node.at + terminalSize;
    if (terminalSize > 0) {
      const flags = node.uleb();
      // A re-export has a library's ordinal and a name, a resolver two addresses, all others one.
      node.uleb();
      if (flags & REEXPORT) node.string();
      if (flags & STUB_AND_RESOLVER) node.uleb();
      names.push(prefix);
    }
    node.at = children;
    for (let count = node.byte(); count > 0; count--) {
      const edge = node.string();
      visit(node.uleb(), prefix + edge);
    }
  };
  if (trie.length > 0) visit(0, '');
  return names.sort();
}
