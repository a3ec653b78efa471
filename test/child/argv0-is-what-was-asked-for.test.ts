import t from 'tap';
import { run } from '../helpers/collect';
import { perLauncher } from '../helpers/launchers';

const OWN_ARGUMENTS = ['-c', 'tr "\\0" "\\n" < /proc/$$/cmdline'];

perLauncher('argv0 replaces only argv[0]: a login shell', async (t) => {
  const { output } = await run('sh', OWN_ARGUMENTS, { argv0: '-sh' });
  t.strictSame(output.trim().split('\r\n').slice(0, 2), ['-sh', '-c']);
});

t.test('by default it is the file as it was named', async (t) => {
  for (const file of ['sh', '/bin/sh']) {
    t.equal((await run(file, OWN_ARGUMENTS)).output.split('\r\n')[0], file);
  }
});

t.test('the file is looked for under its own name', async (t) => {
  const { output, exitCode } = await run('sh', ['-c', 'echo started'], { argv0: 'no/such/file' });
  t.equal(output, 'started\r\n');
  t.equal(exitCode, 0);
});

perLauncher('arguments arrive as they are', async (t) => {
  const args = ['', ' ', 'two words', '"', "'", '\\', '$HOME', '*', 'ä€😀', '-n', '\n', '\x7f\x01'];
  const { output } = await run('sh', ['-c', 'printf "<%s>" "$@"', 'sh', ...args]);
  t.equal(output, args.map((arg) => `<${arg.replace('\n', '\r\n')}>`).join(''));
});
