import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { CC, CC_WORDS } from '../helpers/compiler';
import { folder } from '../helpers/folder';
import { launchers } from '../helpers/launcherNames';

// Between clone and exec the child has the thread-locals of a thread that goes on: libc's errno, its
// locks, and its linker that binds a function at the first call, are all that thread's.
const skip = !launchers.includes('clone') && 'this platform has no such launcher';
const SOURCE = path.join(__dirname, '../../src/native/linux/child_clone_linux.c');
const BUILT = path.join(
  __dirname,
  '../../build/Release/obj.target/clone-child/src/native/linux/child_clone_linux.o',
);
const lines = (text: string) => text.split('\n').filter((line) => line !== '');

function check(t: Test, object: string): void {
  const symbols = lines(execFileSync('nm', ['-u', object], { encoding: 'utf8' }));
  const names = symbols.map((line) => line.trim());
  t.strictSame(names, ['U raw_syscall'], 'one function from elsewhere');
  const code = execFileSync('objdump', ['-dr', '--no-show-raw-insn', object], { encoding: 'utf8' });
  t.match(code, /call|bl\s/, 'objdump shows the code');
  const local = lines(code).filter((line) => /%fs:|%gs:|tpidr_el0/.test(line));
  t.strictSame(local, [], 'no thread-locals');
}

for (const optimization of ['-O0', '-O1', '-O2', '-O3', '-Os']) {
  t.test(`compiled with ${optimization}`, { skip }, async (t) => {
    const object = path.join(folder(t), 'child.o');
    const flags = [
      '-c',
      '-fPIC',
      `-I${path.join(__dirname, '../../src/native')}`,
      '-std=gnu11',
      '-D_GNU_SOURCE',
      optimization,
      '-o',
      object,
    ];
    execFileSync(CC, [...CC_WORDS, ...flags, SOURCE]);
    check(t, object);
  });
}

t.test(
  'as it is in the addon',
  { skip: skip || (!existsSync(BUILT) && 'not built here') },
  async (t) => check(t, BUILT),
);
