import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import {
  crossModule,
  gatesFor,
  noPrebuilds,
  PREBUILDS,
  packageWithPrebuilds,
} from '../helpers/cross';

const HELPER = 'prebuilds/darwin-arm64/spawn-helper';
const skip = noPrebuilds();

t.test('on the disk', { skip }, async (t) => {
  const file = path.join(await packageWithPrebuilds(t), HELPER);
  const check = await gatesFor(HELPER);
  t.strictSame(check(file).faults, []);
  chmodSync(file, 0o644);
  t.strictSame(check(file).faults, [{ gate: 'mode', text: 'the mode is 644, not 755' }]);
});

t.test('in the packed tarball', { skip }, async (t) => {
  const { checkTarball } = await crossModule('tarball.mjs');
  const made = await packageWithPrebuilds(t);
  t.strictSame(checkTarball(made, PREBUILDS), []);
  chmodSync(path.join(made, HELPER), 0o644);
  const text = 'has mode 644 in the tarball, not 755';
  t.strictSame(checkTarball(made, PREBUILDS), [{ name: HELPER, text }]);
});

t.test('a helper that is not packed', { skip }, async (t) => {
  const { checkTarball } = await crossModule('tarball.mjs');
  const made = await packageWithPrebuilds(t);
  const manifest = path.join(made, 'package.json');
  const { files: _, ...rest } = JSON.parse(readFileSync(manifest, 'utf8'));
  writeFileSync(manifest, JSON.stringify({ ...rest, files: ['prebuilds/*/pty.node'] }));
  const missing = PREBUILDS.filter((name) => name.endsWith('spawn-helper'));
  const text = 'is not in the packed tarball';
  t.strictSame(
    checkTarball(made, PREBUILDS),
    missing.map((name) => ({ name, text })),
  );
});

t.test('a helper that is not there', { skip }, async (t) => {
  const file = path.join(await packageWithPrebuilds(t), HELPER);
  rmSync(file);
  const { faults } = (await gatesFor(HELPER))(file);
  t.strictSame(faults, [{ gate: 'file', text: 'is missing' }]);
});
