// That a program on Windows gets them so is seen by `npm run test:windows`; this is the same by the rules alone.

import t from 'tap';
import { freshSeed, Random } from '#lib/cli/random';
import { commandLine } from '#lib/spawn/windowsCommandLine';
import { argumentLists } from './lib/argumentLists';
import { splitCommandLine } from './lib/splitCommandLine';

t.test('500 generated lists', async (t) => {
  const seed = freshSeed();
  for (const list of argumentLists(new Random(seed), 500)) {
    const program = 'C:\\Program Files\\x.exe';
    const line = commandLine(program, list);
    if (!t.strictSame(splitCommandLine(line), [program, ...list], `seed ${seed}: ${line}`)) break;
  }
});

t.test('known lines', async (t) => {
  t.equal(commandLine('cmd.exe', []), 'cmd.exe');
  t.equal(commandLine('a b', ['']), '"a b" ""');
  t.equal(commandLine('x', ['a\\b', 'a\\', 'a b\\']), 'x a\\b a\\ "a b\\\\"');
  t.equal(commandLine('x', ['"', '\\"', 'a"b']), 'x "\\"" "\\\\\\"" "a\\"b"');
  // node-pty takes such quotes for quotes that have been put already, and the program gets two arguments.
  t.equal(commandLine('x', ['"a b"']), 'x "\\"a b\\""');
});

t.test('a string is left as it is', async (t) => {
  t.equal(commandLine('cmd.exe', '/c "echo %PATH% && dir"'), 'cmd.exe /c "echo %PATH% && dir"');
  t.equal(commandLine('C:\\a b\\c.exe', ''), '"C:\\a b\\c.exe"');
});

t.test('a quote in the name of the program is an error', async (t) => {
  t.throws(() => commandLine('a"b', []), { code: 'ERR_INVALID_ARG_VALUE' });
});
