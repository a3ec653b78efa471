import { loadPackage } from './modules.mjs';

const { Pty } = loadPackage('ruspty');

/** @type {import('./node-pty-api.mjs').Driver} */
export default {
  spawn(command, args, text, onData, onExit) {
    const pty = new Pty({
      command,
      args,
      envs: process.env,
      dir: process.cwd(),
      size: { cols: 80, rows: 24 },
      onExit: (_error, exitCode) => onExit?.(exitCode),
    });
    if (text) pty.read.setEncoding('utf8');
    if (onData) pty.read.on('data', onData);
    // It says EIO at the end of every program.
    pty.read.on('error', () => {});
    return {
      pid: pty.pid,
      write: (data) => pty.write.write(data),
      pause: () => pty.read.pause(),
      resume: () => pty.read.resume(),
      kill: () => process.kill(pty.pid, 'SIGKILL'),
    };
  },
};
