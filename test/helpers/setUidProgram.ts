import { chmodSync, chownSync, copyFileSync } from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { compile } from './compile';
import { folder } from './folder';

/** The program of test/fixtures/<source>, owned by root and set-uid; it is removed with the test. */
export function setUidProgram(t: Test, source: string): string {
  const made = folder(t);
  chmodSync(made, 0o755);
  const program = path.join(made, path.parse(source).name);
  copyFileSync(compile(t, source), program);
  chownSync(program, 0, 0);
  chmodSync(program, 0o4755);
  return program;
}
