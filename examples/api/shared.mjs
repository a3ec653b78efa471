// Several programs on one terminal, which belongs to this program and not to one of them.
import { open, spawn } from 'flatpty';

const pair = open({ cols: 80, rows: 24 });

// The first one is controlled by the terminal: ^C interrupts it.
const first = spawn('sh', ['-c', 'echo first; exec cat'], { slave: pair });
await pair.waitFor('first');
// The second one reads and writes the same terminal.
const second = spawn('sh', ['-c', 'echo second; exit 2'], { slave: pair });
await pair.waitFor('second');
console.log(await second.exited, first.ptsName === second.ptsName);

pair.write('\x03');
console.log(await first.exited, first.signalCode, pair.fd > 2);

// Now the next one is.
const third = spawn('sleep', ['60'], { slave: pair });
await third.killTree();
console.log(await third.exited);
pair.destroy();

// Prints:
// { exitCode: 2, signal: 0 } true
// { exitCode: 0, signal: 2 } SIGINT true
// { exitCode: 0, signal: 1 }
