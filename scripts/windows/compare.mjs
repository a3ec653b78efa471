// flatpty beside node-pty under Wine, on Wine's own pseudo console and on Microsoft's:
//   npm run compare:windows                 npm run compare:windows -- --write       into docs/windows.md
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../cross/targets.mjs';
import { toolchain } from '../cross/toolchain.mjs';
import { between } from '../marks.mjs';
import { compileTests } from '../test-files.mjs';
import { buildFor } from './build.mjs';
import { CONSOLES, environmentOf } from './consoles.mjs';
import { packages } from './packages.mjs';
import { link, testTools } from './tools.mjs';

import { FOLDER, runInWine, TOOLS } from './wineSession.mjs';

const MARKS = ['<!-- begin: npm run compare:windows -- --write -->', '<!-- end -->'];
const MAJOR = 24;

/** node-pty as it is released, but with the bridge beside its conpty.dll. */
async function placeNodePty(tools) {
  const from = path.join(await packages(), 'node-pty');
  const to = path.join(tools, 'node-pty');
  fs.rmSync(to, { recursive: true, force: true });
  fs.cpSync(path.join(from, 'lib'), path.join(to, 'lib'), { recursive: true });
  fs.copyFileSync(path.join(from, 'package.json'), path.join(to, 'package.json'));
  const binaries = path.join(to, 'prebuilds/win32-x64');
  fs.mkdirSync(path.join(binaries, 'conpty'), { recursive: true });
  for (const name of fs.readdirSync(path.join(from, 'prebuilds/win32-x64'))) {
    if (name.endsWith('.node')) {
      link(path.join(from, 'prebuilds/win32-x64', name), path.join(binaries, name));
    }
  }
  for (const name of fs.readdirSync(path.join(tools, 'conpty'))) {
    if (/\.(dll|exe)$/.test(name)) {
      link(path.join(tools, 'conpty', name), path.join(binaries, 'conpty', name));
    }
  }
  return JSON.parse(fs.readFileSync(path.join(to, 'package.json'), 'utf8')).version;
}

const yes = (value) => (value ? 'yes' : '**no**');
const perTerminal = (value) => (value <= 0 ? '0' : `**${value.toFixed(1)}**`);
const ROWS = [
  ['exit codes of 20 programs', ({ exitCodes }) => yes(exitCodes)],
  ['a typed line arrives', ({ typedLine }) => yes(typedLine)],
  ['resize is seen by the program', ({ resize }) => yes(resize)],
  ['of 2,000 lines, then the end', ({ lines }) => lines],
  ['spawn() returns after, median', ({ spawnMs }) => `${spawnMs} ms`],
  ['from spawn() to the exit, median', ({ exitMs }) => `${exitMs} ms`],
  ['from kill() to the exit', ({ killMs, killExitCode }) => `${killMs} ms, code ${killExitCode}`],
  ['handles left by a terminal that ended by itself', ({ handles }) => perTerminal(handles)],
  ['threads left', ({ threads }) => perTerminal(threads)],
  ['processes left', ({ processes }) => perTerminal(processes)],
];

const line = (cells) => `| ${cells.join(' | ')} |`;

function tableOf(columns, version) {
  const titles = columns.map(
    ({ console: name, seen }) =>
      `${seen.library === 'flatpty' ? 'flatpty' : `node-pty ${version}`}, ${name}`,
  );
  return [
    `Node ${columns[0].seen.node}, Wine 10, Debian 12 on x64, ${new Date().toISOString().slice(0, 10)}:`,
    '',
    line(['', ...titles]),
    line(['---', ...titles.map(() => '---')]),
    ...ROWS.map(([what, cell]) => line([what, ...columns.map(({ seen }) => cell(seen))])),
  ].join('\n');
}

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
const zig = await toolchain();
if (!(await buildFor(zig, 'x64')) || !compileTests()) process.exit(1);
const tools = await testTools(zig);
const version = await placeNodePty(tools);
const script = `${FOLDER}\\.test-build\\windows\\lib\\compare.js`;
const runs = Object.keys(CONSOLES).flatMap((name) =>
  ['flatpty', `${TOOLS}\\node-pty`].map((library) => ({ console: name, library })),
);
const results = await runInWine(
  root,
  tools,
  runs.map((run) => ({
    command: [`${TOOLS}\\node${MAJOR}.exe`, script, run.library],
    env: environmentOf(run.console),
    limitSeconds: 180,
  })),
);
const columns = runs.map((run, i) => {
  const { code, stdout, stderr } = results[i];
  if (code !== 0) throw new Error(`${run.library} on ${run.console} ended with ${code}: ${stderr}`);
  return { ...run, seen: JSON.parse(stdout) };
});
const table = tableOf(columns, version);
console.log(table);
if (values.write) {
  const file = path.join(root, 'docs/windows.md');
  fs.writeFileSync(file, between(fs.readFileSync(file, 'utf8'), MARKS, table));
}
