/** The library that `flatpty stress --lib` names: any drop-in for node-pty, by name or by path. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { StressLibrary } from './stressChild';

export interface NamedLibrary {
  library: StressLibrary;
  /** For people, e.g. "node-pty 1.1.0". */
  name: string;
}

/** Nothing that can be run is at the place that was named. The message says why. */
export class LibraryError extends Error {}

/** The first line of an error's text; Node adds a "Require stack" that says nothing here. */
function reason(error: unknown): string {
  return String((error as Error)?.message ?? error).split('\n')[0] ?? '';
}

/** Where an import from `cwd` would lead; for packages that cannot be required. */
function resolveAsModule(request: string, cwd: string): string {
  // Only a module has import.meta.resolve, and only one that lies in `cwd` resolves from there.
  const script = 'process.stdout.write(import.meta.resolve(process.argv[1]))';
  const url = execFileSync(
    process.execPath,
    ['--input-type=module', '--eval', script, '--', request],
    { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return fileURLToPath(url);
}

/** The file that `request` means to a program in `cwd`. */
function resolveFrom(request: string, cwd: string): string {
  const { resolve } = createRequire(path.join(cwd, 'resolve-from-here.js'));
  try {
    return resolve(request);
  } catch (error) {
    const asPath = path.resolve(cwd, request);
    try {
      // "lib/other" is a path to a person who types it, though not to require().
      if (fs.existsSync(asPath)) return resolve(asPath);
      return resolveAsModule(request, cwd);
    } catch {
      throw new LibraryError(`cannot find '${request}' from ${cwd}: ${reason(error)}`);
    }
  }
}

/** Name and version in the nearest package.json above `file`, else the file's name. */
function describePackage(file: string): string {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    try {
      const text = fs.readFileSync(path.join(folder, 'package.json'), 'utf8');
      const { name, version } = JSON.parse(text) as { name?: string; version?: string };
      if (name !== undefined) return version === undefined ? name : `${name} ${version}`;
    } catch {
      // Not here, or not readable: the folder above may have one.
    }
    if (folder === path.dirname(folder)) return path.basename(file);
  }
}

async function loadFile(file: string): Promise<unknown> {
  try {
    return createRequire(file)(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_REQUIRE_ESM') throw error;
    return import(pathToFileURL(file).href);
  }
}

/**
 * Finds and loads what `request` names for a program in `cwd`.
 * @throws LibraryError when there is nothing, when it does not load or has no spawn().
 */
export async function loadNamedLibrary(request: string, cwd: string): Promise<NamedLibrary> {
  const file = resolveFrom(request, cwd);
  let loaded: unknown;
  try {
    loaded = await loadFile(file);
  } catch (error) {
    throw new LibraryError(`cannot load '${request}' (${file}): ${reason(error)}`);
  }
  const { default: inner } = loaded as { default?: unknown };
  for (const candidate of [loaded, inner]) {
    const { spawn } = (candidate ?? {}) as Partial<StressLibrary>;
    if (typeof spawn === 'function') {
      return { library: candidate as StressLibrary, name: describePackage(file) };
    }
  }
  throw new LibraryError(`'${request}' (${file}) has no spawn()`);
}
