import path from 'node:path';
import { spawn } from 'flatpty';
import t from 'tap';
import { start } from '../../helpers/anyProgram';
import { onConsole } from '../../windows/lib/probe';

t.test('no such program', async (t) => {
  const options = onConsole({ spawnErrors: 'throw' });
  t.throws(() => spawn('no-such-program', [], options), {
    code: 'ENOENT',
    path: 'no-such-program',
    syscall: /./,
    errno: Number,
  });
});

t.test('no such cwd', async (t) => {
  const cwd = path.resolve('no-such-folder');
  t.throws(() => start('silent', '0', { cwd, spawnErrors: 'throw' }), {
    code: 'ENOENT',
    path: cwd,
    syscall: /./,
    errno: Number,
  });
});

t.test('told in the terminal by default', async (t) => {
  const cwd = path.resolve('no-such-folder');
  const pty = start('silent', '0', { cwd });
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  t.match(await pty.exited, { exitCode: 1 });
  t.match(pty.spawnError, { code: 'ENOENT', path: cwd });
  t.match(output, /failed/);
});
