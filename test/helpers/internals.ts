import type { Duplex } from 'node:stream';

/** The streams of flatpty as such programs see them. */
export type PtyStream = Duplex & { fd: number; ref(): unknown; unref(): unknown };

/** Undocumented members that programs written for node-pty reach for (models.md 2.2). */
export interface Internals {
  _socket: PtyStream;
  _fd: number;
  _pid: number;
  _pty: string;
  _cols: number;
  _rows: number;
  _file: string;
  _name: string;
  _readable: boolean;
  _writable: boolean;
  _emittedClose: boolean;
}

/** `pty` as such programs see it. */
export function internals(pty: object): Internals {
  return pty as Internals;
}

/** The descriptor of a stream of open(); -1 when closed. */
export function fdOf(stream: Duplex): number {
  return (stream as PtyStream).fd;
}
