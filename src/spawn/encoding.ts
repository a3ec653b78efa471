import { Buffer } from 'node:buffer';
import { unknownEncoding } from '../errors';

/** Node's own name for each of its encodings' other names. */
const OTHER_NAMES: Record<string, BufferEncoding> = Object.assign(Object.create(null), {
  'utf-8': 'utf8',
  ucs2: 'utf16le',
  'ucs-2': 'utf16le',
  'utf-16le': 'utf16le',
  binary: 'latin1',
});

/**
 * The one name of an encoding, so that `UTF-8` is `utf8` wherever encodings are compared.
 * @throws TypeError `ERR_UNKNOWN_ENCODING`.
 */
export function normalEncoding(encoding: string): BufferEncoding {
  if (encoding === 'utf8') return encoding;
  if (!Buffer.isEncoding(encoding)) throw unknownEncoding(encoding);
  const lower = encoding.toLowerCase();
  return OTHER_NAMES[lower] ?? (lower as BufferEncoding);
}
