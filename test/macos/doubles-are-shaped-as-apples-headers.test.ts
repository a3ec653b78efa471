// timeout: 120 s
// Doubles of another shape would prove nothing. shapes.c holds the facts; Apple's headers come with
// zig, as published with Xcode's SDK.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { CC, CC_WORDS } from '../helpers/compiler';
import { crossModule, noCompiler, ROOT } from '../helpers/cross';
import { folder } from '../helpers/folder';

const FACTS = path.join(ROOT, 'test/macos/shapes.c');
const DARWIN = path.join(ROOT, 'test/macos/darwin');
const KQUEUE = path.join(ROOT, 'test/native/kqueue_on_epoll');

/** What the compiler that makes the doubles says; empty when it takes the file. */
function byTheDoubles(file: string): string {
  const include = [`${DARWIN}/include`, KQUEUE].flatMap((dir) => ['-I', dir]);
  const args = ['-std=gnu11', '-fsyntax-only', '-include', `${DARWIN}/as_on_macos.h`, ...include];
  try {
    execFileSync(CC, [...CC_WORDS, ...args, file], { stdio: 'pipe' });
    return '';
  } catch (error) {
    return String((error as { stderr: Buffer }).stderr);
  }
}

/** The same for Apple's headers, for one of the processors. */
async function byApple(file: string, target: object, made: string): Promise<string> {
  const { compileArgs } = await crossModule('compile.mjs');
  const { readTarget } = await crossModule('gyp.mjs');
  const { toolchain } = await crossModule('toolchain.mjs');
  const args = compileArgs(file, target, readTarget(ROOT, 'spawn-helper'));
  try {
    await (await toolchain()).zig([...args, '-c', '-o', path.join(made, 'shapes.o')], made);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

t.test('the doubles', async (t) => {
  t.equal(byTheDoubles(FACTS), '');
});

t.test("Apple's own", { skip: noCompiler() }, async (t) => {
  const { TARGETS } = await crossModule('targets.mjs');
  for (const target of TARGETS) {
    t.equal(await byApple(FACTS, target, folder(t)), '', target.name);
  }
});

t.test('control: a fact that is wrong is refused', async (t) => {
  const wrong = path.join(folder(t), 'wrong.c');
  writeFileSync(wrong, readFileSync(FACTS, 'utf8').replace('IS(SZOMB, 5)', 'IS(SZOMB, 6)'));
  t.match(byTheDoubles(wrong), 'SZOMB');
});
