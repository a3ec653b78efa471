import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Test } from 'tap';

/** A new empty folder with an absolute path without links; it goes with the test `t`. */
export function folder(t: Test): string {
  const made = realpathSync(mkdtempSync(path.join(tmpdir(), 'flatpty-test-')));
  t.teardown(() => rmSync(made, { recursive: true, force: true }));
  return made;
}
