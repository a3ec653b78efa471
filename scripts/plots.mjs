// Measures and draws docs/inherited.svg, the plot of README:
//   npm run plots
// A host opens terminals, then starts an unrelated child by child_process. How many descriptors of terminals
// does that child hold? node-pty's do not have close-on-exec (node-pty#657), so every child keeps every
// terminal of the host open: no hang-up reaches it, its number is not free, and the child can read and write it.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodePty } from './compat/node-pty.mjs';
import { linesSvg } from './linesSvg.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const MOST = 100;
const STEP = 10;

/** Runs in a process of its own: argv is the library's folder, MOST and STEP; prints a JSON array. */
const host = `
const [folder, most, step] = process.argv.slice(1);
const { spawn } = require(folder);
const { execFileSync } = require('child_process');
const terminals = [];
const counts = [];
// ls lists its own descriptors; both names are those of a master, the third is a slave's.
const held = () => execFileSync('ls', ['-l', '/proc/self/fd'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  .match(/ -> \\/dev\\/(ptmx|pts\\/ptmx|pts\\/\\d+)$/gm)?.length ?? 0;
for (let open = 0; open <= Number(most); open++) {
  if (open % Number(step) === 0) counts.push(held());
  terminals.push(spawn('cat', [], {}));
}
console.log(JSON.stringify(counts));
for (const terminal of terminals) terminal.kill('SIGKILL');
`;

function measure(folder) {
  const args = ['-e', host, folder, String(MOST), String(STEP)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

const version = (folder) =>
  JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).version;

const peer = await nodePty();
const series = [
  { name: `node-pty ${version(peer)}`, values: measure(peer) },
  { name: `flatpty ${version(root)}`, values: measure(root) },
];
for (const { name, values } of series) console.log(`${name}: ${values.join(' ')}`);
const svg = linesSvg({
  title: 'Terminal descriptors that an unrelated child process inherits',
  subtitle: `measured by npm run plots: Linux ${os.release().split('-')[0]}, Node ${process.version}`,
  xLabel: 'terminals open in the host',
  xs: series[0].values.map((_, i) => i * STEP),
  series,
});
fs.writeFileSync(path.join(root, 'docs/inherited.svg'), svg);
