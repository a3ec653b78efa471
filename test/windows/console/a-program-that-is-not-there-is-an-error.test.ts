import { spawn } from 'flatpty';
import t from 'tap';
import { onConsole, PROBE } from '../lib/probe';

t.test('not found', async (t) => {
  for (const file of ['no-such-program', 'C:\\no\\such.exe', '.\\none.exe']) {
    t.throws(() => spawn(file, [], onConsole()), {
      message: `File not found: ${file}`,
      code: 'ENOENT',
      path: file,
    });
  }
});

t.test('no program, thrown on request', async (t) => {
  const file = PROBE.replace('probe.exe', 'census.node');
  t.throws(() => spawn(file, [], onConsole({ spawnErrors: 'throw' })), {
    code: 'ENOEXEC',
    path: file,
  });
});

t.test('a cwd that is not there, told by the exit code', async (t) => {
  const terminal = spawn(PROBE, ['silent', '0'], onConsole({ cwd: 'C:\\no\\such' }));
  t.match(await terminal.exited, { exitCode: 1 });
  t.match(terminal.spawnError, { code: 'ENOENT', syscall: 'CreateProcessW', path: 'C:\\no\\such' });
});
