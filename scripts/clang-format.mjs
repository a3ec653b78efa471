// Checks the style of src/native; --write corrects it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const native = fileURLToPath(new URL('../src/native', import.meta.url));
const files = fs
  .readdirSync(native, { recursive: true })
  .filter((name) => /\.(h|c|cc)$/.test(name))
  .map((name) => path.join(native, name));
if (files.length === 0) throw new Error('no source found in src/native');

const mode = process.argv.includes('--write') ? ['-i'] : ['--dry-run', '--Werror'];
const program = createRequire(import.meta.url).resolve('clang-format/index.js');
const result = spawnSync(process.execPath, [program, ...mode, ...files], { stdio: 'inherit' });
console.log(`clang-format: ${files.length} files ${result.status === 0 ? 'ok' : 'NOT ok'}`);
process.exitCode = result.status ?? 1;
