import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../test-files.mjs';

/**
 * The lines of src/*.ts that have code, and whether they ran, out of what NODE_V8_COVERAGE left in `raw`.
 * @returns {Map<string, Map<number, boolean>>}
 */
export function typeScriptLines(raw, report) {
  const c8 = createRequire(import.meta.url).resolve('c8/bin/c8.js');
  const args = ['report', '--temp-directory', raw, '--reports-dir', report, '--reporter', 'json'];
  // Files that no test loads count too, with none of their lines reached.
  const chosen = ['--all', '--src', 'src', '--exclude-after-remap', '--include', 'src/**/*.ts'];
  const { status, stderr } = spawnSync(process.execPath, [c8, ...args, ...chosen], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (status !== 0) throw new Error(`c8 report ended with ${status}\n${stderr}`);
  const found = JSON.parse(fs.readFileSync(path.join(report, 'coverage-final.json'), 'utf8'));
  return new Map(
    Object.entries(found).map(([file, { statementMap, s }]) => [
      path.relative(root, file),
      // c8 has a statement for each line.
      new Map(Object.entries(statementMap).map(([id, { start }]) => [start.line, s[id] > 0])),
    ]),
  );
}
