// How a program is started, and what it is given.
import { spawn } from 'flatpty';

const say = async (script, options) => {
  const pty = spawn('sh', ['-c', script], options);
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  await pty.exited;
  console.log(output.trim().replaceAll('\r\n', ' '));
};

await say('stty size', { cols: 132, rows: 43, pixelSize: { width: 1056, height: 688 } });
await say('echo $TERM $GREETING; pwd', {
  name: 'xterm',
  cwd: '/',
  env: { ...process.env, GREETING: 'hello' },
});
await say('echo $0', { argv0: '-sh' });
await say('stty -a | grep -o -e "-icanon" -e "-echo " | tr -d " " | sort -u', {
  termios: { raw: true, echo: false },
});
// Only root may choose another identity.
const unprivileged = process.getuid?.() === 0 ? { uid: 65534, gid: 65534, groups: [65534] } : {};
await say('test $(id -u) != 0 && echo not root', unprivileged);
await say('echo plain', { encoding: 'utf8', spawnErrors: 'exit' });

// Prints:
// 43 132
// xterm hello /
// -sh
// -echo
// -icanon
// not root
// plain
