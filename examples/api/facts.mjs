// What a terminal says of itself, while its program runs and afterwards.
import { open, spawn } from 'flatpty';

const pty = spawn('sh', ['-c', 'echo ready; read x; exit 3'], { cwd: '/', name: 'xterm' });
console.log(pty.pid > 1, pty.cols, pty.rows, pty.fd > 2, pty.ptsName.startsWith('/dev/'));
await pty.waitFor('ready'); // until then the child may be on its way to its program
console.log(pty.process, pty.foregroundPid === pty.pid, pty.cwd);
console.log(pty.exitCode, pty.signalCode, pty.spawnError, pty.killReason, pty.writableLength);

// What runs in the terminal's session.
for (const { pid, ppid, group, command, state } of await pty.processes()) {
  console.log(
    pid === pty.pid,
    ppid === process.pid,
    group === pid,
    command.length > 0,
    state !== 'zombie',
  );
}
pty.setTermios({ echo: false }); // what is typed from here on is not printed
console.log(pty.termios);

pty.write('\r', () => console.log('typed'));
console.log(await pty.exited);
console.log(pty.exitCode, pty.signalCode, pty.fd);

// A terminal without a program: what is written to its slave is its output, and the other way round.
const pair = open({ cols: 40, rows: 10 });
pair.slave.write('hello\n');
console.log((await pair.waitFor('hello'))[0], pair.master === pair.stream, pair.slave.readable);
pair.destroy();

// Prints:
// true 80 24 true true
// sh true /
// null null undefined undefined 0
// true true true true true
// { raw: false, echo: false }
// typed
// { exitCode: 3, signal: 0 }
// 3 null -1
// hello true true
