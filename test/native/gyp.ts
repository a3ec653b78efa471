// binding.gyp as the only list of sources, for what tests build beside the addon.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

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

/**
 * The folder that `build` fills, once per `name`: later calls, also of other processes, find it
 * made. It is below .test-build/, where git does not look.
 */
export function builtOnce(name: string, build: (folder: string) => void): string {
  const place = path.join(ROOT, '.test-build/native');
  const done = path.join(place, name);
  if (fs.existsSync(done)) return done;
  fs.mkdirSync(place, { recursive: true });
  const making = fs.mkdtempSync(path.join(place, 'making-'));
  try {
    build(making);
    fs.chmodSync(making, 0o755); // a test may become another user
    try {
      fs.renameSync(making, done);
    } catch (error) {
      // Another process was faster; the files are the same.
      if (!fs.existsSync(done)) throw error;
    }
  } finally {
    fs.rmSync(making, { recursive: true, force: true });
  }
  removeOlder(place, name);
  return done;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** What was built of sources that have changed since. */
function removeOlder(place: string, name: string): void {
  const kind = name.slice(0, name.lastIndexOf('-') + 1);
  for (const other of fs.readdirSync(place)) {
    const file = path.join(place, other);
    const old = Date.now() - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > DAY_MS;
    if (other.startsWith(kind) && other !== name && old) fs.rmSync(file, { recursive: true });
  }
}
