import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { flatpty } from '../helpers/cli';
import { folder } from '../helpers/folder';
import { runStressCommand } from '../helpers/runStress';

const ROOT = path.join(__dirname, '../..');
const CLI = path.join(ROOT, 'lib/cli.js');

/** `flatpty stress --lib`, with 20 ptys in sequence, 8 in waves and 4 launches that fail. */
const judge = (lib: string) => runStressCommand(CLI, ['--count', '20', '--lib', lib], {});

t.test('one that keeps a file open per spawn is red, and the file is named', async (t) => {
  const { exitCode, result } = await judge(require.resolve('../fixtures/leaking-drop-in'));
  t.equal(exitCode, 1);
  t.equal(result.verdict, 'not flat');
  t.strictSame(
    result.difference?.targets,
    [{ name: '/dev/zero', before: 1, after: 33, delta: 32 }],
    'one per spawn, those that fail included',
  );
  t.match(result.problems.join('\n'), /^32 extra \/dev\/zero \(1 before, 33 after\)/m);
  t.strictSame(
    result.phases.map(({ done, failures }) => [done, failures]),
    [
      [20, 0],
      [8, 0],
      [4, 0],
    ],
    'without spawnErrors and spawnError a failed launch is an exit code of 1, and right',
  );
});

t.test('one that loses output is faulty, though it leaves nothing behind', async (t) => {
  const { exitCode, result } = await judge(require.resolve('../fixtures/lossy-drop-in'));
  t.equal(exitCode, 1);
  t.equal(result.verdict, 'faulty');
  t.strictSame(result.difference?.targets, []);
  t.match(result.problems.join('\n'), /^sequence 10: 10000 of 20800 bytes arrived/m);
});

t.test('one that throws out of reach is faulty, and the run goes on', async (t) => {
  const { exitCode, result } = await judge(require.resolve('../fixtures/throwing-drop-in'));
  t.equal(exitCode, 1);
  t.equal(result.verdict, 'faulty');
  t.match(result.problems.join('\n'), /^uncaught: Error: read EIO$/m);
  t.strictSame(
    result.phases.map(({ done }) => done),
    [20, 8, 4],
  );
});

t.test('flatpty by its path is flat', async (t) => {
  const { exitCode, result } = await judge(ROOT);
  t.strictSame(result.problems, []);
  t.equal(result.verdict, 'flat');
  t.equal(exitCode, 0);
});

/** A folder with a package `some-pty` in its node_modules, which is flatpty under another name. */
function folderWithPackage(t: Test, manifest: object, file: string, text: string): string {
  const cwd = folder(t);
  const inside = path.join(cwd, 'node_modules/some-pty');
  mkdirSync(inside, { recursive: true });
  writeFileSync(path.join(inside, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(inside, file), text);
  return cwd;
}

const NAMED = { name: 'some-pty', version: '3.2.1' };
const library = JSON.stringify(path.join(ROOT, 'lib/index.js'));

t.test('a name is looked for from the folder the command is given in', async (t) => {
  const text = `module.exports = require(${library});`;
  const cwd = folderWithPackage(t, NAMED, 'index.js', text);
  const end = await flatpty(['stress', '--count', '2', '--lib', 'some-pty'], { cwd });
  t.equal(end.exitCode, 0, end.stdout);
  t.match(end.stdout, /^flatpty stress: 3 ptys, some-pty 3\.2\.1\n/, 'and named with its version');
});

t.test('a module that can only be imported', async (t) => {
  const manifest = { ...NAMED, type: 'module', exports: { import: './some.mjs' } };
  const text = `import pty from ${library}; export const spawn = pty.spawn;`;
  const cwd = folderWithPackage(t, manifest, 'some.mjs', text);
  for (const lib of ['some-pty', './node_modules/some-pty/some.mjs']) {
    const end = await flatpty(['stress', '--count', '2', '--lib', lib], { cwd });
    t.equal(end.exitCode, 0, `${lib}: ${end.stdout}${end.stderr}`);
  }
});

t.test('what cannot be found, loaded or used as a library is wrong usage', async (t) => {
  const cwd = folder(t);
  writeFileSync(path.join(cwd, 'broken.js'), 'throw new Error("no addon here");');
  writeFileSync(path.join(cwd, 'empty.js'), '');
  for (const [lib, words] of [
    ['no-such-pty', /cannot find 'no-such-pty' from /],
    ['./broken', /cannot load '\.\/broken' \(.*broken\.js\): no addon here/],
    ['./empty.js', /'\.\/empty\.js' \(.*empty\.js\) has no spawn\(\)/],
  ] as const) {
    const { exitCode, stdout, stderr } = await flatpty(['stress', '--lib', lib], { cwd });
    t.strictSame({ exitCode, stdout }, { exitCode: 2, stdout: '' }, lib);
    t.match(stderr, words);
  }
});
