import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { folder } from '../helpers/folder';
import { runScript } from '../helpers/runScript';
import { ROOT } from '../native/gyp';

const WORKFLOW = path.join(ROOT, '.github/workflows/macos.yml');

const FAULTS: Record<string, [from: string, to: string, message: RegExp]> = {
  'expression.yml': [
    `\${{ matrix.kind }} on macOS`,
    `\${{ matrix.kin }} on macOS`,
    /property "kin" is not defined/,
  ],
  'needs.yml': ['needs: macos\n', 'needs: mac\n', /"mac" which does not exist/],
  'machine.yml': ['runs-on: macos-15\n', 'runs-on: macos-16\n', /"macos-16" is unknown/],
};

t.test('each fault is named with its file, and a sound workflow is not', async (t) => {
  const place = folder(t);
  copyFileSync(WORKFLOW, path.join(place, 'sound.yml'));
  const text = readFileSync(WORKFLOW, 'utf8');
  for (const [name, [from, to]] of Object.entries(FAULTS)) {
    t.ok(text.includes(from), `the place for ${name} is still there`);
    writeFileSync(path.join(place, name), text.replace(from, to));
  }
  const script = path.join(ROOT, 'scripts/actionlint.mjs');
  const { exitCode, stderr } = await runScript(script, [place]);
  t.equal(exitCode, 1);
  for (const [name, [, , message]] of Object.entries(FAULTS)) {
    const lines = stderr.split('\n').filter((line) => line.includes(`${name}:`));
    t.match(lines.join('\n'), message, name);
  }
  t.notMatch(stderr, 'sound.yml');
});
