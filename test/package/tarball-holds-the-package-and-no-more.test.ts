import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { packInto } from '../helpers/dropin';
import { folder } from '../helpers/folder';

const TARGET = `${process.platform}-${process.arch}`;

/** All that may be in it. */
const MAY = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|THIRD_PARTY_NOTICES\.md)$/,
  /^lib\/[\w/]+\.(js|d\.ts)$/,
  /^lib\/esm\.(mjs|d\.mts)$/,
  /^prebuilds\/[\w-]+\/(pty\.node|spawn-helper)$/,
  /^native\/(binding\.gyp|src\/native\/[\w/]+\.(cc|c|h|S|map))$/,
];

/** Some of what must be. */
const MUST = [
  ...['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'],
  ...['lib/index.js', 'lib/index.d.ts', 'lib/esm.mjs', 'lib/esm.d.mts', 'lib/cli.js'],
  ...[`prebuilds/${TARGET}/pty.node`, `prebuilds/${TARGET}/spawn-helper`],
  ...[
    'native/binding.gyp',
    'native/src/native/binding/unix/addon.cc',
    'native/src/native/unix/child_exec.c',
    'native/src/native/linux/raw_linux_x64.S',
    'native/src/native/unix/unique_fd.h',
  ],
];

t.test('what a release has, nothing of the project around it, in a few megabytes', async (t) => {
  const tarball = await packInto(folder(t));
  const names = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' })
    .trimEnd()
    .split('\n')
    .map((name) => name.replace(/^package\//, ''));
  t.strictSame(
    names.filter((name) => !MAY.some((pattern) => pattern.test(name))),
    [],
  );
  t.strictSame(
    MUST.filter((name) => !names.includes(name)),
    [],
  );
  const unpacked = folder(t);
  execFileSync('tar', ['-xzf', tarball, '-C', unpacked]);
  const scripts = names.filter((name) => /\.m?js$/.test(name));
  t.strictSame(
    scripts.filter((name) =>
      /sourceMappingURL/.test(readFileSync(path.join(unpacked, 'package', name), 'utf8')),
    ),
    [],
    'no script names a source map, because none is in it',
  );
  const listed = execFileSync('tar', ['-tvzf', tarball], { encoding: 'utf8' }).split('\n');
  const programs = listed.filter((line) => /prebuilds\/.*(pty\.node|spawn-helper)$/.test(line));
  t.ok(
    programs.every((line) => line.startsWith('-rwxr-xr-x')),
    'executable',
  );
  const { size } = statSync(tarball);
  t.ok(size < 4 * 2 ** 20, `${size} bytes`);
});
