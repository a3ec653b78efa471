import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Test } from 'tap';

/**
 * Compiles test/fixtures/<source> with the C compiler that builds the addon (CC, else cc).
 * @param flags e.g. `['-shared', '-fPIC']`.
 * @returns the path of what came out; it is removed with the test `t`.
 */
export function compile(t: Test, source: string, flags: string[] = []): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'flatpty-test-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const result = path.join(folder, path.parse(source).name);
  const input = path.join(__dirname, '../../test/fixtures', source);
  execFileSync(process.env.CC || 'cc', ['-O1', '-Wall', '-Werror', ...flags, '-o', result, input]);
  return result;
}

// The C compiler links none by itself.
const CXX_LIBRARY = process.platform === 'darwin' ? ['-lc++'] : ['-Wl,--no-as-needed', '-lstdc++'];

/** What C++ that includes sources of the addon prints, line by line. */
export function linesOfCxx(t: Test, source: string): string[] {
  const headers = path.join(__dirname, '../../src/native');
  const program = compile(t, source, ['-std=c++17', '-I', headers, ...CXX_LIBRARY]);
  return execFileSync(program, { encoding: 'utf8' }).trim().split('\n');
}
