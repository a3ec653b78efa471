// What every driver offers, here for libraries with node-pty's interface.

/**
 * @typedef {object} Terminal
 * @property {number} pid
 * @property {(data: string) => void} write
 * @property {(() => void) | undefined} pause undefined: it cannot
 * @property {(() => void) | undefined} resume
 * @property {() => void} kill SIGKILL to its program
 */

/**
 * @typedef {object} Driver
 * @property {(file: string, args: string[], text: boolean, onData?: (data: string | Uint8Array) => void,
 *   onExit?: (exitCode: number) => void) => Terminal} spawn `text`: strings, else Buffers
 */

/**
 * A driver over a module with node-pty's spawn().
 * @returns {Driver}
 */
export function nodePtyDriver({ spawn }) {
  return {
    spawn(file, args, text, onData, onExit) {
      const pty = spawn(file, args, {
        cols: 80,
        rows: 24,
        cwd: process.cwd(),
        env: process.env,
        encoding: text ? 'utf8' : null,
      });
      if (onData) pty.onData(onData);
      if (onExit) pty.onExit(({ exitCode }) => onExit(exitCode));
      return {
        pid: pty.pid,
        write: (data) => pty.write(data),
        pause: () => pty.pause(),
        resume: () => pty.resume(),
        kill: () => pty.kill('SIGKILL'),
      };
    },
  };
}
