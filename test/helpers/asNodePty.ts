import type { IPty, IPtyForkOptions, Pty } from 'flatpty';

/** What node-pty documents of `pty`, and nothing of what flatpty adds. */
export function asNodePty(pty: Pty): IPty {
  return {
    pid: pty.pid,
    cols: pty.cols,
    rows: pty.rows,
    process: pty.process,
    handleFlowControl: pty.handleFlowControl,
    onData: (listener) => pty.onData(listener),
    onExit: (listener) => pty.onExit(listener),
    resize: (cols, rows) => pty.resize(cols, rows),
    clear: () => pty.clear(),
    write: (data) => void pty.write(data),
    kill: (signal) => pty.kill(signal),
    pause: () => pty.pause(),
    resume: () => pty.resume(),
  };
}

/** Options without those that node-pty does not know. */
export function nodePtyOptions(options: IPtyForkOptions = {}): IPtyForkOptions {
  const { spawnErrors, signal, killSignal, argv0, pixelSize, groups, termios, ...known } = options;
  return known;
}
