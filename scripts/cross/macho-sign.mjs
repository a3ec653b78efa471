// Makes the ad-hoc signature of a Mach-O file anew after its bytes have changed. Names as in XNU's
// <kern/cs_blobs.h>; big-endian, unlike the rest.
import { createHash } from 'node:crypto';
import { slice } from './parts.mjs';

const CSMAGIC_EMBEDDED_SIGNATURE = 0xfade0cc0;
const CSMAGIC_CODEDIRECTORY = 0xfade0c02;
const CS_HASHTYPE_SHA256 = 2;
const SHA256_SIZE = 32;
/** struct __SC_SuperBlob with one struct __BlobIndex. */
const SUPERBLOB_SIZE = 20;
const ALIGNMENT = 16;

/** The CodeDirectory of a signature that has nothing else: a linker's has no requirements, no certificate. */
function onlyDirectory(signature) {
  if (signature.readUInt32BE(0) !== CSMAGIC_EMBEDDED_SIGNATURE || signature.readUInt32BE(8) !== 1) {
    throw new Error('the signature has more than a CodeDirectory');
  }
  const offset = signature.readUInt32BE(16);
  const directory = slice(signature, offset, signature.readUInt32BE(offset + 4), 'the directory');
  if (directory.readUInt32BE(0) !== CSMAGIC_CODEDIRECTORY) throw new Error('has no CodeDirectory');
  if (directory[36] !== SHA256_SIZE || directory[37] !== CS_HASHTYPE_SHA256) {
    throw new Error('the signature is not by SHA-256');
  }
  if (directory.readUInt32BE(24) !== 0) throw new Error('the signature has special slots');
  return directory;
}

/**
 * Signs a changed file as `old` signed it: the same identifier, flags and page size.
 * @param {Buffer} old the signature that the file had.
 * @param {number} codeLimit what is signed: all bytes in front of the signature.
 * @param {(size: number) => Buffer} unsigned gives the file without a signature, in which its load commands
 *   say that one of `size` bytes follows.
 * @returns {Buffer} the signed file.
 */
export function resign(old, codeLimit, unsigned) {
  const directory = onlyDirectory(old);
  const hashOffset = directory.readUInt32BE(16);
  const pageSize = 2 ** directory[39];
  const pages = Math.ceil(codeLimit / pageSize);
  const header = Buffer.from(directory.subarray(0, hashOffset));
  const directorySize = hashOffset + pages * SHA256_SIZE;
  header.writeUInt32BE(directorySize, 4);
  header.writeUInt32BE(pages, 28);
  header.writeUInt32BE(codeLimit, 32);

  const size = SUPERBLOB_SIZE + directorySize;
  const padded = Math.ceil(size / ALIGNMENT) * ALIGNMENT;
  const code = unsigned(padded);
  if (code.length !== codeLimit) throw new Error(`${code.length} bytes to sign, not ${codeLimit}`);
  const superblob = Buffer.alloc(SUPERBLOB_SIZE);
  [CSMAGIC_EMBEDDED_SIGNATURE, size, 1, 0, SUPERBLOB_SIZE].forEach((word, index) => {
    superblob.writeUInt32BE(word, index * 4);
  });
  const hashes = Array.from({ length: pages }, (_, page) =>
    createHash('sha256')
      .update(code.subarray(page * pageSize, (page + 1) * pageSize))
      .digest(),
  );
  return Buffer.concat([code, superblob, header, ...hashes, Buffer.alloc(padded - size)]);
}
