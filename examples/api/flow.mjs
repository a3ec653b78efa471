// Output and input at the pace of their consumer.
import { Duplex, PassThrough } from 'node:stream';
import { spawn } from 'flatpty';

// A loop: the program waits while the body works.
let lines = 0;
for await (const text of spawn('sh', ['-c', 'seq 1000'])) lines += text.split('\n').length - 1;
console.log(lines);

// By hand.
const pty = spawn('sh', ['-c', 'echo one; read x; echo two']);
pty.pause();
setImmediate(() => pty.resume());
console.log((await pty.waitFor('one'))[0]);
pty.setEncoding('hex'); // from here on
pty.end('\r'); // types it, and types no more through the stream
console.log((await pty.waitFor(Buffer.from('two').toString('hex'))).index >= 0);

// As a stream, Node's or the web's.
const sink = new PassThrough().setEncoding('utf8');
spawn('echo', ['piped']).pipe(sink);
for await (const text of sink) process.stdout.write(text.replace('\r', ''));
const { readable } = Duplex.toWeb(spawn('echo', ['web'], { encoding: null }).stream);
const reader = readable.getReader();
console.log(
  Buffer.from((await reader.read()).value)
    .toString()
    .trim(),
);
await reader.cancel();

// XON and XOFF of a viewer, taken as resume() and pause().
const held = spawn('cat', [], {
  handleFlowControl: true,
  flowControlPause: 'stop',
  flowControlResume: 'go',
});
console.log(held.handleFlowControl);
held.write('stop');
held.write('go');
held.clear(); // for ConPTY; does nothing here
held.kill('SIGKILL');

// Prints:
// 1000
// one
// true
// piped
// web
// true
