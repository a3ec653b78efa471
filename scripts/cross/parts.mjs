// Parts of a binary file, each refused when it does not lie inside it.

/** Part of the file, refused when it is not inside it. */
export function slice(bytes, offset, size, what) {
  if (offset < 0 || size < 0 || offset + size > bytes.length) {
    throw new Error(`${what} (${size} bytes at ${offset}) lies outside of the file`);
  }
  return bytes.subarray(offset, offset + size);
}

/** The C string at `offset`. */
export function cString(bytes, offset, what = 'a string') {
  const end = bytes.indexOf(0, offset);
  if (offset < 0 || offset >= bytes.length || end < 0) throw new Error(`${what} has no end`);
  return bytes.toString('latin1', offset, end);
}
