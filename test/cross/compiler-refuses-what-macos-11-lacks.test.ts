// timeout: 180 s
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { crossModule, noCompiler, ROOT } from '../helpers/cross';
import { folder } from '../helpers/folder';

const skip = noCompiler();

/** What the compiler says to `code`, compiled as the helper's sources are; empty when it takes it. */
async function compile(t: Parameters<typeof folder>[0], code: string): Promise<string> {
  const { readTarget } = await crossModule('gyp.mjs');
  const { compileArgs } = await crossModule('compile.mjs');
  const { toolchain } = await crossModule('toolchain.mjs');
  const { TARGETS } = await crossModule('targets.mjs');
  const made = folder(t);
  const source = path.join(made, 'planted.c');
  writeFileSync(source, code);
  const args = compileArgs(source, TARGETS[0], readTarget(ROOT, 'spawn-helper'));
  const { zig } = await toolchain();
  try {
    await zig([...args, '-c', '-o', path.join(made, 'planted.o')], made);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

t.test('a function of macOS 10.5 is taken', { skip }, async (t) => {
  const code =
    '#include <unistd.h>\nint f(void);\nint f(void) { return (int)readlink("a", (char[9]){0}, 9); }\n';
  t.equal(await compile(t, code), '');
});

t.test('a function of macOS 13 is refused', { skip }, async (t) => {
  const code =
    '#include <unistd.h>\nint f(void);\nint f(void) { return (int)freadlink(0, (char[9]){0}, 9); }\n';
  const said = await compile(t, code);
  t.match(said, "'freadlink' is only available on macOS 13.0 or newer");
  t.match(said, '-Werror,-Wunguarded-availability');
});

t.test('a warning is an error', { skip }, async (t) => {
  t.match(await compile(t, 'int f(int unused);\nint f(int unused) { return 0; }\n'), '-Werror');
});
