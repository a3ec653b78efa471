import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync } from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { builtOnce } from './builtOnce';
import { CC, CC_WORDS } from './compiler';
import { folder } from './folder';

const FIXTURES = path.join(__dirname, '../../test/fixtures');

/**
 * Compiles test/fixtures/<source> with the C compiler that builds the addon (CC, else cc), unless that
 * was done before: what comes out of the same text by the same flags is kept in .test-build/.
 * @param flags e.g. `['-shared', '-fPIC']`.
 * @returns the path of a copy that any user may run; it is removed with the test `t`.
 */
export function compile(t: Test, source: string, flags: string[] = []): string {
  const args = ['-O1', '-Wall', '-Werror', ...flags];
  const input = path.join(FIXTURES, source);
  const { name } = path.parse(source);
  const built = builtOnce(`${name}-${hashOf(input, args)}`, (made) => {
    execFileSync(CC, [...CC_WORDS, ...args, '-o', path.join(made, name), input]);
  });
  const place = folder(t);
  chmodSync(place, 0o755);
  copyFileSync(path.join(built, name), path.join(place, name));
  return path.join(place, name);
}

/** Changes with the text of the sources, headers and macros included, and with the flags. */
function hashOf(input: string, args: string[]): string {
  const withoutLinking = args.filter((flag) => !/^-(Wl,|l)/.test(flag));
  const text = execFileSync(CC, [...CC_WORDS, ...withoutLinking, '-E', input], {
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const hash = createHash('sha256').update([CC, ...CC_WORDS, ...args].join('\0'));
  return hash.update(text).digest('hex').slice(0, 16);
}

// The C compiler links none by itself.
const CXX_LIBRARY = process.platform === 'darwin' ? ['-lc++'] : ['-Wl,--no-as-needed', '-lstdc++'];

/** As compile, for C++ that includes sources of the addon. */
export function compileCxx(t: Test, source: string): string {
  const headers = path.join(__dirname, '../../src/native');
  return compile(t, source, ['-std=c++17', '-I', headers, ...CXX_LIBRARY]);
}

/** What C++ that includes sources of the addon prints, line by line. */
export function linesOfCxx(t: Test, source: string): string[] {
  return execFileSync(compileCxx(t, source), { encoding: 'utf8' }).trim().split('\n');
}
