// One shell and its screen. It outlives its viewer: a browser that comes back finds the screen again.
import serialize from '@xterm/addon-serialize';
import headless from '@xterm/headless';
import { spawn } from 'flatpty';

/** Output that is with the viewer and not yet drawn, in bytes: over HIGH the program waits. */
const HIGH = 128 * 1024;
const LOW = 32 * 1024;
const SCROLLBACK = 1000;

/**
 * A shell with at most one viewer. The output goes into a headless copy of the screen and to the
 * viewer; the slower of the two sets the pace. `pause()` makes the kernel hold the program back, so
 * output that waits costs no memory here.
 */
export class Session {
  #pty;
  #screen;
  #serializer = new serialize.SerializeAddon();
  #viewer;
  #next; // attached as soon as the screen has all that was printed before
  #undrawn = { screen: 0, viewer: 0 };
  #held = false;

  /** Resolves to {exitCode, signal} when the shell is over and all of its output was passed on. */
  ended;

  /** @param {{file: string, args: string[], cols: number, rows: number, cwd?: string}} what */
  constructor({ file, args, cols, rows, cwd }) {
    this.#screen = new headless.Terminal({
      cols,
      rows,
      scrollback: SCROLLBACK,
      allowProposedApi: true,
    });
    this.#screen.loadAddon(this.#serializer);
    this.#pty = spawn(file, args, { name: 'xterm-256color', cols, rows, cwd, encoding: null });
    this.#pty.onData((bytes) => this.#show(bytes));
    this.#pty.onDrain(() => this.#viewer?.resumeInput());
    // Programs ask the terminal for its size, colours, cursor: the copy answers when no page can.
    this.#screen.onData((answer) => this.#viewer === undefined && this.#pty.write(answer));
    // `exit` does not wait for a viewer that is slow; `close` comes when it has had everything.
    const closed = new Promise((resolve) => this.#pty.onClose(resolve));
    this.ended = Promise.all([this.#pty.exited, closed]).then(([exit]) => exit);
    this.ended.then((exit) => this.#viewer?.ended(exit));
  }

  #show(bytes) {
    this.#undrawn.screen += bytes.length;
    this.#screen.write(bytes, () => {
      this.#undrawn.screen -= bytes.length;
      this.#pace();
    });
    if (this.#viewer) {
      this.#undrawn.viewer += bytes.length;
      this.#viewer.output(bytes);
    }
    this.#pace();
  }

  #pace() {
    const undrawn = Math.max(this.#undrawn.screen, this.#undrawn.viewer);
    const hold = this.#next !== undefined || undrawn > (this.#held ? LOW : HIGH);
    if (hold === this.#held) return;
    this.#held = hold;
    if (hold) this.#pty.pause();
    else this.#pty.resume();
  }

  /**
   * Gives the viewer the screen as it is, then all that comes after. The viewer before is sent away.
   * @param {{output(bytes: Uint8Array | string): void, ended(exit: object): void,
   *   resumeInput(): void, replaced(): void}} viewer
   */
  attach(viewer) {
    (this.#next ?? this.#viewer)?.replaced();
    this.#viewer = undefined;
    this.#next = viewer;
    this.#undrawn.viewer = 0;
    this.#pace();
    // The empty write is called back when all that was written before is on the screen.
    this.#screen.write('', () => {
      if (this.#next !== viewer) return;
      this.#next = undefined;
      this.#viewer = viewer;
      viewer.output(this.#serializer.serialize());
      this.#pace();
    });
  }

  /**
   * The viewer is gone: its debts are too, or the program would wait for ever.
   * @returns {boolean} whether the session is without a viewer now.
   */
  detach(viewer) {
    if (this.#next === viewer) this.#next = undefined;
    if (this.#viewer === viewer) {
      this.#viewer = undefined;
      this.#undrawn.viewer = 0;
    }
    this.#pace();
    return this.#viewer === undefined && this.#next === undefined;
  }

  /** The viewer has drawn `bytes` more. */
  drawn(viewer, bytes) {
    if (this.#viewer !== viewer) return;
    this.#undrawn.viewer = Math.max(0, this.#undrawn.viewer - bytes);
    this.#pace();
  }

  /**
   * @param {string | Uint8Array} data
   * @returns {boolean} false when the viewer should wait for resumeInput().
   */
  type(data) {
    return this.#pty.write(data);
  }

  resize(cols, rows) {
    this.#screen.resize(cols, rows);
    this.#pty.resize(cols, rows);
  }

  /** Ends the shell and all that runs in it. */
  async close() {
    await this.#pty.killTree();
    this.#pty.destroy();
    this.#screen.dispose();
  }
}
