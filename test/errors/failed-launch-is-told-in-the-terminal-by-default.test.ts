import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';
import { failures } from '../helpers/failures';
import { folder } from '../helpers/folder';
import { perLauncher } from '../helpers/launchers';
import { until } from '../helpers/until';

perLauncher('no throw: text in the terminal, exit code 1, and spawnError says why', async (t) => {
  for (const { title, file, args, options, ...failure } of failures(folder(t))) {
    const call = failure.syscall === 'chdir' ? 'chdir(2)' : 'execvp(3)';
    let pty: Pty;
    try {
      pty = spawn(file, args, options);
    } catch (error) {
      t.fail(`${title}: spawn throws ${(error as Error).message}`);
      continue;
    }
    t.ok(pty.pid > 0, `${title}: it has had a pid`);
    const { output, exitCode, signal, events } = await collect(pty);
    const { spawnError } = pty;
    t.type(spawnError, Error, title);
    t.match(
      spawnError,
      { code: failure.code, errno: failure.errno, syscall: failure.syscall, path: failure.path },
      `${title}: spawnError`,
    );
    t.strictSame(spawnError?.spawnargs, args, `${title}: spawnargs`);
    t.equal(output, `${call} failed.: ${failure.words}\r\n`, `${title}: text`);
    t.strictSame({ exitCode, signal }, { exitCode: 1, signal: 0 }, `${title}: exit`);
    t.strictSame([...new Set(events)], ['data', 'close', 'exit'], `${title}: order`);
    t.strictSame(events.slice(-2), ['close', 'exit'], `${title}: once each, and last`);
  }
});

t.test('a program that started has no spawnError, whatever its exit code', async (t) => {
  const pty = spawn('sh', ['-c', 'exit 1']);
  t.equal(pty.spawnError, undefined);
  await collect(pty);
  t.equal(pty.spawnError, undefined);
  t.equal(pty.exitCode, 1);
});

t.test("'exit' is the default by name", async (t) => {
  const pty = spawn('/no/such/program', [], { spawnErrors: 'exit' });
  t.equal((await collect(pty)).exitCode, 1);
  t.equal(pty.spawnError?.code, 'ENOENT');
});

t.test('the text comes also to a listener that is late, and as Buffer', async (t) => {
  const late = spawn('/no/such/program');
  await late.exited;
  const text = await new Promise((resolve) => late.onData(resolve));
  t.equal(text, 'execvp(3) failed.: No such file or directory\r\n');

  const binary = spawn('/no/such/program', [], { encoding: null });
  const bytes = await new Promise((resolve) => binary.onData(resolve));
  t.ok(Buffer.isBuffer(bytes));
  t.equal(String(bytes), 'execvp(3) failed.: No such file or directory\r\n');
  await binary.exited;
});

t.test('a terminal whose program failed is harmless', async (t) => {
  const pty = spawn('/no/such/program');
  // A signal could come before the failure.
  await until(() => pty.spawnError !== undefined, 10_000, 'the failure');
  t.equal(pty.spawnError?.code, 'ENOENT');
  t.doesNotThrow(() => {
    pty.write('input\r');
    pty.resize(100, 30);
    pty.kill();
    t.equal(pty.process, '/no/such/program');
  });
  t.equal((await collect(pty)).exitCode, 1, 'and a signal comes too late to change the code');
});
