// One program and the clients that look at it. The program never waits for a client: one that does not read
// misses output, and gets the last part of it when it reads again, as in tmux.
import { spawn } from 'flatpty';
import { frame, Type } from './frames.mjs';

/** What a client that comes, or comes back, sees of the past, in bytes. */
const REPLAY = 64 * 1024;
/** What may wait for a client before it misses output, in bytes. */
const BEHIND = 256 * 1024;
/** What may wait for the program to read before input is dropped, in bytes. */
const UNREAD = 256 * 1024;
/** RIS: the client's terminal forgets what it shows. */
const RESET = Buffer.from('\x1bc');

/** The last REPLAY bytes of output, from the start of a line. */
class Recent {
  #chunks = [];
  #bytes = 0;

  push(chunk) {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes - this.#chunks[0].length >= REPLAY) {
      this.#bytes -= this.#chunks.shift().length;
    }
  }

  read() {
    const all = Buffer.concat(this.#chunks);
    if (all.length <= REPLAY) return all;
    const tail = all.subarray(all.length - REPLAY);
    return tail.subarray(tail.indexOf('\n') + 1);
  }
}

export class Session {
  #pty;
  #recent = new Recent();
  #clients = new Map(); // socket -> whether it misses output

  constructor(name, file, args, { cols, rows }) {
    this.name = name;
    this.#pty = spawn(file, args, { name: 'xterm-256color', cols, rows, encoding: null });
    this.#pty.onData((bytes) => this.#show(bytes));
    this.ended = this.#pty.exited;
    this.ended.then((exit) => {
      for (const socket of this.#clients.keys()) socket.end(frame(Type.ended, exit));
      this.#clients.clear();
    });
  }

  get pid() {
    return this.#pty.pid;
  }

  #show(bytes) {
    this.#recent.push(bytes);
    if (this.#clients.size === 0) return;
    const output = frame(Type.output, bytes);
    for (const [socket, misses] of this.#clients) {
      if (misses) continue;
      if (socket.writableLength > BEHIND) this.#clients.set(socket, true);
      else socket.write(output);
    }
  }

  attach(socket) {
    this.#clients.set(socket, false);
    socket.write(frame(Type.output, this.#recent.read()));
  }

  /** All that waited for the client is with it: one that has missed output starts anew. */
  caughtUp(socket) {
    if (!this.#clients.get(socket)) return;
    this.#clients.set(socket, false);
    socket.write(frame(Type.output, Buffer.concat([RESET, this.#recent.read()])));
  }

  detach(socket) {
    this.#clients.delete(socket);
  }

  /**
   * Input for a program that does not read is dropped when much waits, however many clients bring it.
   * @returns {boolean} false when more should wait until `drained` is called.
   */
  type(bytes, drained) {
    if (this.#pty.writableLength > UNREAD) return true;
    if (this.#pty.write(bytes)) return true;
    const subscription = this.#pty.onDrain(() => {
      subscription.dispose();
      drained();
    });
    return false;
  }

  resize(cols, rows) {
    this.#pty.resize(cols, rows);
  }

  async close() {
    await this.#pty.killTree();
    this.#pty.destroy();
  }
}
