import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { collect } from '../helpers/collect';
import { folder } from '../helpers/folder';

const PATH = process.env.PATH as string;

/** A folder with `a/b`, and `link` to `a/b`; the host is in it until the end of `t`. */
function inFolder(t: Test): string {
  const here = process.cwd();
  const home = folder(t);
  mkdirSync(path.join(home, 'a/b'), { recursive: true });
  symlinkSync('a/b', path.join(home, 'link'));
  process.chdir(home);
  t.teardown(() => process.chdir(here));
  return home;
}

/** PWD as a program gets it, which no shell has set right. */
async function pwd(cwd: string): Promise<string> {
  const { output } = await collect(spawn('printenv', ['PWD'], { cwd, env: { PATH } }));
  return output.trim();
}

t.test('of a relative cwd', async (t) => {
  const home = inFolder(t);
  t.equal(await pwd('a/b'), `${home}/a/b`);
  t.equal(await pwd('.'), home);
  t.equal(await pwd('./a'), `${home}/a`);
  t.equal(await pwd('a/..'), home);
  t.equal(await pwd('link'), `${home}/link`, 'as a shell has it after cd');
  t.equal(await pwd('link/..'), `${home}/a`, 'where the kernel goes');
});

t.test('of an absolute cwd', async (t) => {
  const home = inFolder(t);
  t.equal(await pwd(`${home}/a`), `${home}/a`);
  t.equal(await pwd(`${home}/link`), `${home}/link`);
  t.equal(await pwd(`${home}/link/../b`), `${home}/a/b`);
});
