// Checks the style of all C and C++; --write corrects it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folders = ['src/native', 'bench/limit', 'bench/programs'].map((folder) =>
  fileURLToPath(new URL(`../${folder}`, import.meta.url)),
);
const files = folders.flatMap((folder) => {
  const sources = fs
    .readdirSync(folder, { recursive: true })
    .filter((name) => /\.(h|c|cc)$/.test(name))
    .map((name) => path.join(folder, name));
  if (sources.length === 0) throw new Error(`no source found in ${folder}`);
  return sources;
});

const mode = process.argv.includes('--write') ? ['-i'] : ['--dry-run', '--Werror'];
const program = createRequire(import.meta.url).resolve('clang-format/index.js');
const result = spawnSync(process.execPath, [program, ...mode, ...files], { stdio: 'inherit' });
console.log(`clang-format: ${files.length} files ${result.status === 0 ? 'ok' : 'NOT ok'}`);
process.exitCode = result.status ?? 1;
