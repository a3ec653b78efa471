// What host and client say to each other: a frame is a type (1 byte), a length (4 bytes, big endian), a body.

export const Type = Object.freeze({
  // client to host
  attach: 1, // JSON {name, cols, rows}: everything after is about that session
  input: 2, // bytes that were typed
  resize: 3, // JSON {cols, rows}
  list: 4, // empty
  kill: 5, // JSON {name}: ends all that runs in it
  // host to client
  output: 16, // bytes for the terminal
  ended: 17, // JSON {exitCode, signal}
  names: 18, // JSON: the answer to list
  refused: 19, // JSON {message}; the host hangs up
});

const HEAD = 5;
/** A longer frame is no frame of ours; nothing that a client sends makes the host keep more than this. */
const MOST = 1024 * 1024;

/** @param {number} type @param {Uint8Array | object} [body] */
export function frame(type, body = Buffer.alloc(0)) {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
  const head = Buffer.alloc(HEAD);
  head[0] = type;
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/**
 * Cuts a stream of bytes into frames.
 * @param {(type: number, body: Buffer) => void} got
 * @returns {(bytes: Buffer) => void} takes what has arrived; throws RangeError for what is no frame.
 */
export function framesOf(got) {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    while (rest.length >= HEAD) {
      const length = rest.readUInt32BE(1);
      if (length > MOST) throw new RangeError(`a frame of ${length} bytes`);
      if (rest.length < HEAD + length) return;
      const body = rest.subarray(HEAD, HEAD + length);
      const type = rest[0];
      rest = rest.subarray(HEAD + length);
      got(type, body);
    }
  };
}
