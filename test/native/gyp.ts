// binding.gyp as the only list of sources, for what tests build beside the addon.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export { builtOnce } from '../helpers/builtOnce';

export const ROOT = path.join(__dirname, '../..');

export function readGyp(): string {
  return fs.readFileSync(path.join(ROOT, 'binding.gyp'), 'utf8');
}

/** The files of a list in binding.gyp's `variables`, relative to the root. */
export function sourceList(name: string): string[] {
  const list = new RegExp(`'${name}': \\[([^\\]]*)\\]`).exec(readGyp())?.[1];
  const files = [...(list ?? '').matchAll(/'([^']+)'/g)].map((match) => match[1] as string);
  if (files.length === 0) throw new Error(`binding.gyp has no list ${name}`);
  return files;
}

/** Every file below a folder of the project, relative to the root, sorted. */
export function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** Changes with any of the files' names or contents. */
export function hashOf(files: string[], ...more: string[]): string {
  const hash = createHash('sha256');
  for (const text of more) hash.update(`${text}\0`);
  for (const file of files) hash.update(`${file}\0`).update(fs.readFileSync(path.join(ROOT, file)));
  return hash.digest('hex').slice(0, 16);
}
