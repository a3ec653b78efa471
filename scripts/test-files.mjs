import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * The test files below the paths given (default test/), relative to the root and sorted;
 * none at all if one of the paths has none.
 */
export function findTests(paths) {
  const all = fs
    .readdirSync(path.join(root, 'test'), { recursive: true })
    .filter((name) => /\.test\.m?ts$/.test(name) && !isForAnotherOs(name))
    .map((name) => path.posix.join('test', name.split(path.sep).join('/')))
    .sort();
  const wanted = paths.map((name) =>
    path.relative(root, path.resolve(name)).split(path.sep).join('/'),
  );
  const empty = wanted.filter((name) => !all.some((file) => isBelow(file, name)));
  if (empty.length > 0) {
    console.error(`no test file in ${empty.join(', ')}`);
    return [];
  }
  return wanted.length === 0
    ? all
    : all.filter((file) => wanted.some((name) => isBelow(file, name)));
}

/** Tests of a pseudo console run on Windows; on Linux `npm run test:windows` runs them under Wine. */
const isForAnotherOs = (name) =>
  process.platform !== 'win32' && /^windows[\\/]console[\\/]/.test(name);

const isBelow = (file, name) => file === name || file.startsWith(`${name}/`);

const DEFAULT_TIMEOUT_S = 60;

/**
 * What the comments at the top of a test file ask of the runner:
 * - `// timeout: 180 s` more time than a minute,
 * - `// runs alone: <why>` no other file beside it,
 * - `// only in test:all: <why>` it has no small size, so the small run leaves it out.
 * @returns {{seconds: number, alone?: string, onlyInAll?: string}}
 */
export function demandsOf(file) {
  const text = fs.readFileSync(path.join(root, file), 'utf8');
  const header = text.match(/^(\/\/.*\n)*/)[0];
  const seconds = header.match(/^\/\/ timeout: (\d+) s$/m)?.[1];
  return {
    seconds: Number(seconds ?? DEFAULT_TIMEOUT_S),
    alone: header.match(/^\/\/ runs alone: (.+)$/m)?.[1],
    onlyInAll: header.match(/^\/\/ only in test:all: (.+)$/m)?.[1],
  };
}

/** Where the compiled JavaScript of a test file is. */
export function compiled(file) {
  return path.join(root, file.replace(/^test\//, '.test-build/').replace(/ts$/, 'js'));
}

/**
 * Compiles src and test; false on a type error. With `files` given, errors in other test files are
 * shown but do not count: work on one test does not wait for another that is half written.
 */
export function compileTests(files) {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const args = [tsc, '--build', '--pretty', 'false', 'test'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
  });
  if (status === 0) return true;
  console.error(`${stdout}${stderr}`.trimEnd());
  const culprits = [...stdout.matchAll(/^(\S+?)\(\d+,\d+\): error/gm)].map((match) => match[1]);
  if (files && culprits.length > 0) {
    return culprits.every((name) => /\.test\.m?ts$/.test(name) && !files.includes(name));
  }
  return false;
}
