// The code signature of a Mach-O file. Names as in XNU's <kern/cs_blobs.h>; big-endian, unlike the rest.
import { createHash } from 'node:crypto';
import { cString, slice } from './parts.mjs';

const CSMAGIC_EMBEDDED_SIGNATURE = 0xfade0cc0;
const CSMAGIC_CODEDIRECTORY = 0xfade0c02;
const CSSLOT_CODEDIRECTORY = 0;
const CS_HASHTYPE_SHA256 = 2;
const CS_SUPPORTSCODELIMIT64 = 0x20300;
const CS_SUPPORTSEXECSEG = 0x20400;

export const CS_ADHOC = 0x2;
export const CS_EXECSEG_MAIN_BINARY = 0x1;

/** The blobs of a struct __SC_SuperBlob by their slot. */
function readSuperBlob(blob) {
  if (blob.length < 12 || blob.readUInt32BE(0) !== CSMAGIC_EMBEDDED_SIGNATURE) {
    throw new Error('the signature is no CSMAGIC_EMBEDDED_SIGNATURE');
  }
  const inner = slice(blob, 0, blob.readUInt32BE(4), 'the signature');
  const blobs = new Map();
  for (let index = 0; index < inner.readUInt32BE(8); index++) {
    const [slot, offset] = [12, 16].map((at) => inner.readUInt32BE(at + index * 8));
    if (blobs.has(slot)) throw new Error(`the signature has slot ${slot} twice`);
    const length = slice(inner, offset, 8, 'a blob').readUInt32BE(4);
    blobs.set(slot, slice(inner, offset, length, 'a blob'));
  }
  return blobs;
}

/** struct __CodeDirectory */
function readCodeDirectory(blob) {
  if (blob.readUInt32BE(0) !== CSMAGIC_CODEDIRECTORY) throw new Error('is no CodeDirectory');
  const version = blob.readUInt32BE(8);
  const codeLimit = blob.readUInt32BE(32);
  const has64 = version >= CS_SUPPORTSCODELIMIT64 && blob.readBigUInt64BE(56) > 0n;
  const directory = {
    flags: blob.readUInt32BE(12),
    identifier: cString(blob, blob.readUInt32BE(20), 'the identifier'),
    codeLimit: has64 ? Number(blob.readBigUInt64BE(56)) : codeLimit,
    hashSize: blob[36],
    hashType: blob[37],
    pageSize: 2 ** blob[39],
    execSegLimit: version >= CS_SUPPORTSEXECSEG ? Number(blob.readBigUInt64BE(72)) : undefined,
    execSegFlags: version >= CS_SUPPORTSEXECSEG ? Number(blob.readBigUInt64BE(80)) : undefined,
  };
  const [hashOffset, specialSlots, codeSlots] = [16, 24, 28].map((at) => blob.readUInt32BE(at));
  // They vouch for other blobs, such as entitlements. A linker's signature has none.
  if (specialSlots > 0) throw new Error('has special slots, which this reader does not know');
  const hash = (index) =>
    slice(blob, hashOffset + index * directory.hashSize, directory.hashSize, 'a page hash');
  return {
    ...directory,
    pageHashes: Array.from({ length: codeSlots }, (_, index) => hash(index)),
  };
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

/** What is wrong with the hashes, in words; none is the good answer. */
function verify(bytes, dataOffset, directory) {
  const { codeLimit, pageSize, pageHashes } = directory;
  if (directory.hashType !== CS_HASHTYPE_SHA256 || directory.hashSize !== 32) {
    return [`the hash type is ${directory.hashType}, not SHA-256`];
  }
  const faults = [];
  if (codeLimit !== dataOffset) {
    faults.push(`the signature covers ${codeLimit} bytes of ${dataOffset}`);
  }
  const pages = Math.ceil(codeLimit / pageSize);
  if (pageHashes.length !== pages) faults.push(`${pageHashes.length} hashes for ${pages} pages`);
  pageHashes.forEach((expected, page) => {
    const code = bytes.subarray(page * pageSize, Math.min((page + 1) * pageSize, codeLimit));
    if (!sha256(code).equals(expected)) faults.push(`the hash of page ${page} is wrong`);
  });
  return faults;
}

/**
 * The signature at LC_CODE_SIGNATURE's dataoff and datasize, with every hash computed anew.
 * @returns {{flags: number, identifier: string, codeLimit: number, pageSize: number,
 *   execSegLimit: number | undefined, execSegFlags: number | undefined, pages: number,
 *   faults: string[]}}
 */
export function readSignature(bytes, dataOffset, dataSize) {
  const blobs = readSuperBlob(slice(bytes, dataOffset, dataSize, 'the signature'));
  const blob = blobs.get(CSSLOT_CODEDIRECTORY);
  if (!blob) throw new Error('the signature has no CodeDirectory');
  const directory = readCodeDirectory(blob);
  const { flags, identifier, codeLimit, pageSize, execSegLimit, execSegFlags } = directory;
  return {
    ...{ flags, identifier, codeLimit, pageSize, execSegLimit, execSegFlags },
    pages: directory.pageHashes.length,
    faults: verify(bytes, dataOffset, directory),
  };
}
