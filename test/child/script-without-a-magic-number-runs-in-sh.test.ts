import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { run } from '../helpers/collect';
import { folder } from '../helpers/folder';
import { perLauncher } from '../helpers/launchers';

const SCRIPT = 'printf "[%s]" "$0" "$@"; readlink /proc/$$/exe\n';

perLauncher('with its arguments, as execvp(3) does it', async (t) => {
  const file = path.join(folder(t), 'script');
  writeFileSync(file, SCRIPT, { mode: 0o755 });
  const args = ['one', 'two words', '', '*', '-x'];
  const { output, exitCode } = await run(file, args);
  const shell = output.slice(output.lastIndexOf(']') + 1).trim();
  t.equal(
    output.slice(0, output.lastIndexOf(']') + 1),
    [file, ...args].map((word) => `[${word}]`).join(''),
  );
  t.match(shell, /sh$/, 'the interpreter');
  t.equal(exitCode, 0);
});

perLauncher('also when it was found in PATH', async (t) => {
  const root = folder(t);
  writeFileSync(path.join(root, 'script'), SCRIPT, { mode: 0o755 });
  const { output } = await run('script', ['arg'], { env: { PATH: `/missing:${root}:/bin` } });
  t.match(output, `[${path.join(root, 'script')}][arg]`);
});

t.test('its exit code is the exit code', async (t) => {
  const file = path.join(folder(t), 'script');
  writeFileSync(file, 'exit 42\n', { mode: 0o755 });
  t.equal((await run(file)).exitCode, 42);
});

t.test('it is not a failure of the spawn', async (t) => {
  const file = path.join(folder(t), 'script');
  writeFileSync(file, 'true\n', { mode: 0o755 });
  t.equal((await run(file, [], { spawnErrors: 'throw' })).exitCode, 0);
});
