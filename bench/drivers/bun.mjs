// Bun's own terminal; runs under Bun.
/* global Bun */

/** @type {import('./node-pty-api.mjs').Driver} */
export default {
  spawn(file, args, text, onData, onExit) {
    // Bun hands out bytes only.
    const decoder = text ? new TextDecoder() : undefined;
    const ended = Promise.withResolvers();
    const child = Bun.spawn([file, ...args], {
      terminal: {
        cols: 80,
        rows: 24,
        data: (_terminal, bytes) =>
          onData?.(decoder ? decoder.decode(bytes, { stream: true }) : bytes),
        // The end of the output; the program's own is child.exited.
        exit: () => ended.resolve(),
      },
    });
    Promise.all([child.exited, ended.promise]).then(([exitCode]) => {
      child.terminal.close();
      onExit?.(exitCode);
    });
    return {
      pid: child.pid,
      write: (data) => child.terminal.write(data),
      pause: undefined,
      resume: undefined,
      kill: () => child.kill('SIGKILL'),
    };
  },
};
