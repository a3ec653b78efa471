// Every event of a terminal, in both ways: onData and its like return a subscription; on() and off() are Node's.
import { spawn } from 'flatpty';

const pty = spawn('sh', ['-c', 'read x; echo "got $x"'], {
  cols: 80,
  rows: 24,
  name: 'xterm-256color',
});
const heard = [];

const subscription = pty.onData(() => heard.push('data'));
pty.onResize(({ cols, rows }) => heard.push(`resize ${cols}x${rows}`));
pty.onDrain(() => heard.push('drain')); // only after write() has returned false
pty.onClose(() => heard.push('close'));
pty.onExit(({ exitCode, signal }) => heard.push(`exit ${exitCode} ${signal}`));

const ignored = () => heard.push('never');
pty.on('data', ignored);
pty.off('data', ignored);
pty.addListener('end', ignored);
pty.removeListener('end', ignored);
pty.once('exit', (exitCode) => heard.push(`once ${exitCode}`));
pty.on('close', ignored);
pty.removeAllListeners('close');
pty.setMaxListeners(pty.getMaxListeners()); // no limit, unless you set one
console.log(pty.listenerCount('exit'), pty.listeners('data').length);

pty.resize(100, 30, { width: 800, height: 480 });
pty.write('hello\r');
await pty.exited;
subscription.dispose();
await new Promise((resolve) => setImmediate(resolve));
// What comes in one piece or in two is the kernel's choice.
console.log(heard.filter((event, i) => event !== 'data' || heard[i - 1] !== 'data').join(', '));

// emit() tells listeners what has not happened: for tests of a program's own handlers.
pty.on('made up', (word) => console.log(word));
pty.emit('made up', 'by hand');

// Prints:
// 1 0
// resize 100x30, data, close, exit 0 0, once 0
// by hand
