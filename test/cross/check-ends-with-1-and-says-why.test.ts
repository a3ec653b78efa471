// timeout: 120 s
import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { noPrebuilds, packageWithPrebuilds, ROOT } from '../helpers/cross';

const skip = noPrebuilds();

function check(folder: string): { status: number | null; lines: string[] } {
  const script = path.join(ROOT, 'scripts/cross/check.mjs');
  const { status, stdout } = spawnSync(process.execPath, [script, '--root', folder], {
    encoding: 'utf8',
  });
  return { status, lines: stdout.trimEnd().split('\n') };
}

t.test('whole files: 0', { skip }, async (t) => {
  const { status, lines } = check(await packageWithPrebuilds(t));
  t.equal(status, 0);
  t.equal(lines.filter((line) => line.startsWith('ok ')).length, 5, lines.join('\n'));
});

t.test('a helper without its execute bit: 1, and one line', { skip }, async (t) => {
  const made = await packageWithPrebuilds(t);
  chmodSync(path.join(made, 'prebuilds/darwin-x64/spawn-helper'), 0o644);
  const { status, lines } = check(made);
  t.equal(status, 1);
  t.strictSame(
    lines.filter((line) => !line.startsWith('ok ')),
    ['FAIL  prebuilds/darwin-x64/spawn-helper: mode: the mode is 644, not 755'],
  );
});

t.test('a file that was not built: 1', { skip }, async (t) => {
  const made = await packageWithPrebuilds(t);
  rmSync(path.join(made, 'prebuilds/darwin-arm64/pty.node'));
  const { status, lines } = check(made);
  t.equal(status, 1);
  t.ok(lines.includes('FAIL  prebuilds/darwin-arm64/pty.node: file: is missing'), lines.join('\n'));
});
