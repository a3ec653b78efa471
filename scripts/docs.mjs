// Writes what is generated in the documentation:
//   docs/api.md                 from the docstrings in src/, by typedoc and its markdown plugin
//   README.md, "Benchmark"      from bench/RESULTS.md, the last complete run
//   npm run docs                writes both
//   npm run docs -- --check     fails where what is written is not what would be (part of npm run lint)
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchmarkTable } from './docs/benchmark.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const read = (name) => fs.readFileSync(path.join(root, name), 'utf8');

const NOTE = '<!-- Written by `npm run docs` from the docstrings in src/. Do not edit. -->';

/** The text of docs/api.md. */
function api() {
  const out = fs.mkdtempSync(path.join(os.tmpdir(), 'flatpty-docs-'));
  try {
    const main = path.join(root, 'node_modules/typedoc/bin/typedoc');
    const options = path.join(root, 'scripts/docs/typedoc.json');
    const args = [main, '--options', options, '--out', out];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`typedoc failed:\n${stdout}${stderr}`);
    const [title, ...rest] = fs.readFileSync(path.join(out, 'api.md'), 'utf8').split('\n');
    return [title, '', NOTE, ...rest].join('\n');
  } finally {
    fs.rmSync(out, { recursive: true, force: true });
  }
}

/** README.md with the benchmark's last figures between its markers. */
function readme() {
  const [begin, end] = ['<!-- benchmark -->', '<!-- /benchmark -->'];
  const text = read('README.md');
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`README.md has no ${begin} ... ${end}`);
  return `${before}${begin}\n${benchmarkTable(read('bench/RESULTS.md'))}\n${end}${after}`;
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
for (const [name, text] of Object.entries({ 'docs/api.md': api(), 'README.md': readme() })) {
  const file = path.join(root, name);
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text) continue;
  if (values.check) {
    console.error(`${name} is not what its sources say: npm run docs, and commit it`);
    process.exitCode = 1;
  } else {
    fs.writeFileSync(file, text);
    console.error(`docs: ${name} written`);
  }
}
