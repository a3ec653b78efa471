import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import t from 'tap';
import { packInto } from '../helpers/dropin';
import { folder } from '../helpers/folder';

const TARGET = `${process.platform}-${process.arch}`;

/** All that may be in it. */
const MAY = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|binding\.gyp)$/,
  /^lib\/[\w/]+\.(js|d\.ts|js\.map)$/,
  /^lib\/esm\.(mjs|d\.mts|mjs\.map)$/,
  /^prebuilds\/[\w-]+\/(pty\.node|spawn-helper)$/,
  /^src\/native\/[\w/]+\.(cc|c|h|S)$/,
];

/** Some of what must be. */
const MUST = [
  ...['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'binding.gyp'],
  ...['lib/index.js', 'lib/index.d.ts', 'lib/esm.mjs', 'lib/esm.d.mts', 'lib/cli.js'],
  ...[`prebuilds/${TARGET}/pty.node`, `prebuilds/${TARGET}/spawn-helper`],
  ...[
    'src/native/binding/addon.cc',
    'src/native/unix/child_exec.c',
    'src/native/linux/raw_linux_x64.S',
    'src/native/unix/unique_fd.h',
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
  const listed = execFileSync('tar', ['-tvzf', tarball], { encoding: 'utf8' }).split('\n');
  const programs = listed.filter((line) => /prebuilds\/.*(pty\.node|spawn-helper)$/.test(line));
  t.ok(
    programs.every((line) => line.startsWith('-rwxr-xr-x')),
    'executable',
  );
  const { size } = statSync(tarball);
  t.ok(size < 4 * 2 ** 20, `${size} bytes`);
});
