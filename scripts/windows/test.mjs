// Runs test/windows/console and test/api/everywhere under Wine: with each Node, on Wine's own pseudo console and on
// Microsoft's. Each file has a process of its own, as in `npm test`: tap keeps its folders by the program's name.
//   npm run test:windows                 npm run test:windows -- --node 24 --console microsoft PART-OF-NAME
//   --limit SECONDS                      for one file
// The first run downloads 300 MB (Wine, Node for Windows, zig) and takes four minutes; later ones skip that.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../cross/targets.mjs';
import { toolchain } from '../cross/toolchain.mjs';
import { compileTests } from '../test-files.mjs';
import { buildFor } from './build.mjs';
import { CONSOLES, environmentOf } from './consoles.mjs';
import { NODE_MAJORS } from './packages.mjs';
import { readTap } from './tap.mjs';
import { testTools } from './tools.mjs';
import { obstacle } from './wineRoot.mjs';
import { FOLDER, runInWine, TOOLS } from './wineSession.mjs';

const SUITES = ['test/windows/console', 'test/api/everywhere'];
/** Seconds for one file on a machine that does little else; --limit gives it more. */
const LIMIT_SECONDS = 140;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    node: { type: 'string', multiple: true },
    console: { type: 'string', multiple: true },
    limit: { type: 'string', default: `${LIMIT_SECONDS}` },
    raw: { type: 'boolean' },
  },
});

function wantedFiles() {
  const all = SUITES.flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder))
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => `${folder}/${name}`),
  );
  const parts = positionals.length > 0 ? positionals : [''];
  return all.filter((name) => parts.some((part) => name.includes(part))).sort();
}

function runsOf(files) {
  const majors = values.node?.map(Number) ?? NODE_MAJORS;
  const consoles = values.console ?? Object.keys(CONSOLES);
  return majors.flatMap((major) =>
    consoles.flatMap((name) => files.map((file) => ({ major, console: name, file }))),
  );
}

const compiled = (file) =>
  `${FOLDER}\\.test-build\\${file.replace('test/', '').replaceAll('/', '\\').replace(/ts$/, 'js')}`;

function commandOf({ major, console: name, file }) {
  return {
    command: [`${TOOLS}\\node${major}.exe`, compiled(file)],
    env: {
      ...environmentOf(name),
      TAP_TIMEOUT: values.limit,
    },
    limitSeconds: Number(values.limit),
  };
}

function report(run, { code, stdout, stderr, seconds }) {
  const { passed, failed, skipped, complaints } = readTap(stdout);
  const red = failed > 0 || code !== 0;
  const title = `node${run.major} ${run.console.padEnd(9)} ${run.file}`;
  const skips = skipped > 0 ? `, ${skipped} skipped` : '';
  console.log(`${red ? ' FAIL' : ' ok  '} ${title}  ${passed} passed${skips}, ${seconds} s`);
  if (values.raw || red) console.log((complaints || stdout.slice(-4000)) + stderr.slice(-2000));
  if (red && failed === 0) console.log(`      ended with code ${code}`);
  return { passed, failed: red ? Math.max(failed, 1) : 0, skipped };
}

const why = obstacle();
if (why !== undefined) {
  console.log(`test:windows: cannot run here: ${why}`);
  process.exit(1);
}
const tools = await toolchain();
if (!(await buildFor(tools, 'x64')) || !compileTests()) process.exit(1);
const folder = await testTools(tools);
const runs = runsOf(wantedFiles());
const results = await runInWine(root, folder, runs.map(commandOf));
const total = { passed: 0, failed: 0, skipped: 0 };
runs.forEach((run, i) => {
  const result = report(run, results[i]);
  for (const key of Object.keys(total)) total[key] += result[key];
});
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
