// One terminal in the page: xterm.js, joined to a shell of the server by a WebSocket.
import { FitAddon } from '/fit.js';
import { WebglAddon } from '/webgl.js';
import { Terminal } from '/xterm.js';

/** The server's close codes; see connection.js. */
const FOR_GOOD = new Set([4001, 4002, 4003]);
const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 5000;
/** The page reports drawn bytes to the server in steps of this: one message for many chunks. */
const DRAWN_STEP = 16 * 1024;
/** A paste goes in pieces below the server's limit for one message. */
const PIECE = 16 * 1024;

/** Draws by WebGL where the browser can, else by elements. */
function useWebgl(terminal) {
  try {
    const webgl = new WebglAddon();
    webgl.onContextLoss(() => webgl.dispose());
    terminal.loadAddon(webgl);
  } catch {
    // xterm.js goes on with its own renderer.
  }
}

export class Tab {
  #socket;
  #retryMs = FIRST_RETRY_MS;
  #drawn = 0;
  #over = false;
  #fit = new FitAddon();
  #resized = new ResizeObserver(() => this.fit());

  /**
   * @param {string} id the shell's name; the same name after a reload finds the same shell.
   * @param {HTMLElement} element what it is drawn in.
   * @param {{title(text: string): void, over(reason: string): void}} events
   */
  constructor(id, element, events) {
    this.id = id;
    this.element = element;
    this.events = events;
    this.terminal = new Terminal({
      fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace',
      fontSize: 14,
      scrollback: 1000,
      theme: { background: '#1b212b' },
    });
    this.terminal.loadAddon(this.#fit);
    this.terminal.open(element);
    useWebgl(this.terminal);
    this.terminal.onData((data) => this.#type(data));
    this.terminal.onBinary((data) => this.#send({ type: 'input', data, bytes: true }));
    this.terminal.onTitleChange((title) => events.title(title));
    this.terminal.onResize(({ cols, rows }) => this.#send({ type: 'resize', cols, rows }));
    this.#resized.observe(element);
    this.fit();
    this.#connect();
  }

  fit() {
    if (this.element.clientWidth > 0) this.#fit.fit();
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #type(data) {
    for (let i = 0; i < data.length; i += PIECE) {
      this.#send({ type: 'input', data: data.slice(i, i + PIECE) });
    }
  }

  #connect() {
    const { cols, rows } = this.terminal;
    const address = `ws://${location.host}/?id=${this.id}&cols=${cols}&rows=${rows}`;
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    this.#drawn = 0;
    let first = true;
    socket.onmessage = ({ data }) => {
      if (first) {
        // The screen as it was: it takes the place of what is shown, and is not counted as drawn.
        first = false;
        this.#retryMs = FIRST_RETRY_MS;
        this.terminal.reset();
        this.terminal.write(new Uint8Array(data));
        return;
      }
      this.terminal.write(new Uint8Array(data), () => this.#hasDrawn(socket, data.byteLength));
    };
    socket.onclose = ({ code, reason }) => this.#closed(code, reason);
  }

  #hasDrawn(socket, bytes) {
    if (socket !== this.#socket) return;
    this.#drawn += bytes;
    if (this.#drawn < DRAWN_STEP) return;
    this.#send({ type: 'drawn', bytes: this.#drawn });
    this.#drawn = 0;
  }

  #closed(code, reason) {
    if (this.#over) return;
    if (FOR_GOOD.has(code)) {
      this.#over = true;
      this.terminal.write(`\r\n[over: ${reason}]\r\n`);
      this.events.over(reason);
      return;
    }
    setTimeout(() => this.#over || this.#connect(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, MAX_RETRY_MS);
  }

  /** Ends the shell and takes the tab out of the page. */
  close() {
    this.#send({ type: 'close' });
    this.#over = true;
    this.#socket.close();
    this.#resized.disconnect();
    this.terminal.dispose();
    this.element.remove();
  }
}
