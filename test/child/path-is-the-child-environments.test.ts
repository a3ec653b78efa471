import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { IPtyForkOptions } from 'flatpty';
import t, { type Test } from 'tap';
import { run } from '../helpers/collect';
import { folder } from '../helpers/folder';
import { perLauncher } from '../helpers/launchers';

const NAME = 'flatpty-test-program';

/** A folder with a program in it that prints `says`. */
function programIn(folderPath: string, says: string, mode = 0o755): string {
  mkdirSync(folderPath, { recursive: true });
  const file = path.join(folderPath, NAME);
  writeFileSync(file, `#!/bin/sh\necho ${says}\n`);
  chmodSync(file, mode);
  return folderPath;
}

/** A tree of programs: one, two, and a folder to start in. */
function tree(t: Test): { one: string; two: string; here: string; locked: string } {
  const root = folder(t);
  return {
    one: programIn(path.join(root, 'one'), 'one'),
    two: programIn(path.join(root, 'two'), 'two'),
    here: programIn(path.join(root, 'here'), 'here'),
    locked: programIn(path.join(root, 'locked'), 'locked', 0o644),
  };
}

async function found(PATH: string | undefined, options: IPtyForkOptions = {}, name = NAME) {
  const { output } = await run(name, [], { env: { PATH }, ...options });
  return output.trim();
}

perLauncher('the first folder in PATH that has the program wins', async (t) => {
  const { one, two } = tree(t);
  t.equal(await found(`${one}:${two}`), 'one');
  t.equal(await found(`${two}:${one}`), 'two');
  t.equal(await found(`${path.join(one, 'missing')}:${path.join(one, NAME)}:${two}`), 'two');
});

t.test("PATH is the child's, not this process's", async (t) => {
  const { one, two } = tree(t);
  const before = process.env.PATH;
  t.teardown(() => {
    process.env.PATH = before;
  });
  process.env.PATH = one;
  t.equal(await found(two), 'two');
  t.equal((await run(NAME, [])).output, 'one\r\n', 'which is the same without an env');
  t.match(await found(path.join(two, 'missing')), /No such file/);
});

perLauncher('a relative folder in PATH is taken from the cwd of the child', async (t) => {
  const { one, here } = tree(t);
  t.equal(await found('one', { cwd: path.dirname(one) }), 'one');
  t.equal(await found('../one:.', { cwd: here }), 'one');
});

perLauncher('an empty element of PATH is the cwd of the child', async (t) => {
  const { one, here } = tree(t);
  for (const PATH of [`:${one}`, '', `${one}/missing::${one}`, `${one}/missing:`]) {
    t.equal(await found(PATH, { cwd: here }), 'here', `PATH=${PATH}`);
  }
});

t.test('without PATH the usual folders are searched', async (t) => {
  t.equal((await run('echo', ['found'], { env: {} })).output, 'found\r\n');
  t.match(await found(undefined), /No such file/, 'and not those of this process');
});

perLauncher('a program that may not be run is passed over, and told of if it is all', async (t) => {
  const { locked, two } = tree(t);
  t.equal(await found(`${locked}:${two}`), 'two');
  t.match(await found(`${locked}:${path.join(two, 'missing')}`), /Permission denied/);
});

// execvp(3) passes over an element that is too long, and a shell also over one that can be no folder.
perLauncher('an element that can be no folder is passed over', async (t) => {
  const { one, two } = tree(t);
  const loop = path.join(one, 'loop');
  symlinkSync(loop, loop);
  for (const element of [`/${'x'.repeat(5000)}`, `/${'x'.repeat(300)}`, loop]) {
    t.equal(
      await found(`${element}:${two}`),
      'two',
      `${element.slice(0, 20)}, ${element.length} long`,
    );
  }
});

perLauncher('a name with a slash is a path from the cwd of the child, PATH or not', async (t) => {
  const { one, here, two } = tree(t);
  t.equal(await found(two, { cwd: here }, `./${NAME}`), 'here');
  t.equal(await found(two, { cwd: path.dirname(one) }, `one/${NAME}`), 'one');
  t.match(await found(two, { cwd: path.join(one, '..') }, `./${NAME}`), /No such file/);
});
