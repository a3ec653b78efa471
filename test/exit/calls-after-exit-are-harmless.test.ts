import { spawnSync } from 'node:child_process';
import { spawn } from 'flatpty';
import t from 'tap';
import { within } from '../helpers/until';

// In a process of its own, so that whatever it prints or throws is seen.
t.test('every method, in the exit listener, later and after destroy()', async (t) => {
  const fixture = require.resolve('../fixtures/calls-after-exit');
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [fixture], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  t.equal(stderr, '', 'nothing on stderr');
  t.strictSame({ status, signal }, { status: 0, signal: null });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { when: string; results: unknown[] })
    .sort((a, b) => (a.when < b.when ? -1 : 1));
  const nothing = (file: string) => [true, file, null, null, -1, 0];
  t.strictSame(lines, [
    { when: 'after destroy()', results: nothing('sleep') },
    { when: 'after the exit of another', results: nothing('/bin/sh') },
    { when: 'in onClose', results: nothing('/bin/sh') },
    { when: 'in onExit', results: nothing('/bin/sh') },
    { when: 'never started', results: nothing('/no/such/program') },
  ]);
});

t.test("write()'s callback is called, without an error", async (t) => {
  const pty = spawn('true');
  await within(pty.exited, 5000, 'the exit');
  const error = await within(
    new Promise((resolve) => pty.write('x', resolve)),
    5000,
    'the callback of a late write',
  );
  t.notOk(error);
});

t.test("write()'s callback is called asynchronously, as a stream's", async (t) => {
  const pty = spawn('true');
  await within(pty.exited, 5000, 'the exit');
  let called = false;
  const done = new Promise<void>((resolve) => {
    pty.write('x', () => {
      called = true;
      resolve();
    });
  });
  t.notOk(called);
  await within(done, 5000, 'the callback of a late write');
  t.ok(called);
});

t.test('cols, rows, pid and ptsName are kept', async (t) => {
  const pty = spawn('true', [], { cols: 90, rows: 30 });
  const { pid, ptsName } = pty;
  await within(pty.exited, 5000, 'the exit');
  pty.resize(100, 40);
  t.strictSame([pty.cols, pty.rows, pty.pid, pty.ptsName], [90, 30, pid, ptsName]);
});
