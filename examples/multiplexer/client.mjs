// Shows a session of the host in this terminal:
//   node client.mjs SOCKET NAME     ^\ detaches; the program goes on
//   node client.mjs SOCKET --list
import net from 'node:net';
import { frame, framesOf, Type } from './frames.mjs';

const DETACH = '\x1c';
const [path, name] = process.argv.slice(2);
if (name === undefined) {
  console.error('usage: node client.mjs SOCKET NAME | --list');
  process.exit(2);
}
const { stdin, stdout } = process;
const size = () => ({ cols: stdout.columns ?? 80, rows: stdout.rows ?? 24 });
const socket = net.connect(path);

function end(message, exitCode = 0) {
  if (stdin.isTTY) stdin.setRawMode(false);
  stdin.pause();
  socket.destroy();
  process.exitCode = exitCode;
  console.log(message);
}

const actions = {
  [Type.output]: (body) => {
    // A slow terminal slows the socket down, and so the host sees it.
    if (stdout.write(body)) return;
    socket.pause();
    stdout.once('drain', () => socket.resume());
  },
  [Type.ended]: (body) => end(`\r\n[ended: ${body}]`, JSON.parse(body).exitCode),
  [Type.names]: (body) =>
    end(
      JSON.parse(body)
        .map((one) => `${one.pid}\t${one.name}`)
        .join('\n'),
    ),
  [Type.refused]: (body) => end(`[refused: ${JSON.parse(body).message}]`, 1),
};

socket.on('connect', () => {
  if (name === '--list') return socket.write(frame(Type.list));
  socket.write(frame(Type.attach, { name, ...size() }));
  if (stdin.isTTY) stdin.setRawMode(true);
  stdin.on('data', (bytes) => {
    if (bytes.includes(DETACH)) return end('\r\n[detached]');
    if (!socket.write(frame(Type.input, bytes))) {
      stdin.pause();
      socket.once('drain', () => stdin.resume());
    }
  });
  stdout.on('resize', () => socket.write(frame(Type.resize, size())));
});
socket.on(
  'data',
  framesOf((type, body) => actions[type]?.(body)),
);
socket.on('error', (error) => end(error.message, 1));
socket.on('close', () => {
  if (process.exitCode === undefined) end('[the host is gone]', 1);
});
