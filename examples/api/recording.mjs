// A session as an asciicast v3 file, which asciinema plays.
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { record, spawn } from 'flatpty';

const folder = mkdtempSync(path.join(tmpdir(), 'recording-'));
const file = path.join(folder, 'session.cast');
const pty = spawn('sh', ['-c', 'echo hello; read x'], { name: 'xterm-256color' });
const destination = createWriteStream(file);
const facts = {
  title: 'A greeting',
  command: 'sh',
  idleTimeLimit: 1,
  env: { SHELL: 'sh' },
  tags: ['demo'],
};
const recording = record(pty, destination, facts);
await pty.waitFor('hello');
recording.mark('after the greeting');
pty.write('\r');
await finished(destination);
recording.stop(); // harmless: the terminal's end has ended it

const [header, ...events] = readFileSync(file, 'utf8').trim().split('\n');
console.log(JSON.parse(header).title, events.map((line) => JSON.parse(line)[1]).join(''));
rmSync(folder, { recursive: true });

// Prints:
// A greeting omox
