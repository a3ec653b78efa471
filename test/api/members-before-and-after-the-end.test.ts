import { readlinkSync } from 'node:fs';
import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { internals } from '../helpers/internals';
import { isAlive } from '../helpers/processes';
import { until } from '../helpers/until';

t.test('of a running program', async (t) => {
  const options = { name: 'xterm-256color', cols: 91, rows: 19 };
  const pty = spawn('cat', [], options);
  t.ok(Number.isInteger(pty.pid) && isAlive(pty.pid), 'pid is valid on return');
  t.match(pty.ptsName, /^\/dev\/pts\/\d+$/);
  // The child is on its way to it while spawn() returns.
  const stdin = () => readlinkSync(`/proc/${pty.pid}/fd/0`);
  await until(() => stdin() === pty.ptsName, 5000, 'its terminal to be its stdin');
  t.ok(pty.fd > 2);
  t.match(readlinkSync(`/proc/self/fd/${pty.fd}`), /ptmx/);
  t.strictSame([pty.cols, pty.rows], [91, 19]);
  t.equal(pty.handleFlowControl, false);
  t.equal(pty.writableLength, 0);
  t.strictSame([pty.exitCode, pty.signalCode, pty.spawnError], [null, null, undefined]);
  t.match(internals(pty), {
    _pid: pty.pid,
    _fd: pty.fd,
    _pty: pty.ptsName,
    _cols: 91,
    _rows: 19,
    _file: 'cat',
    _name: 'xterm-256color',
    _readable: true,
    _writable: true,
    _emittedClose: false,
  });
  for (const own of ['_pid', '_cols', '_rows', '_file', '_name', '_pty', '_socket']) {
    t.ok(Object.hasOwn(pty, own), `${own} is an own property, as in node-pty`);
  }
  pty.kill('SIGKILL');
  await pty.exited;
});

t.test('after its end', async (t) => {
  const pty = spawn('cat', [], { cols: 91, rows: 19 });
  const { pid, ptsName } = pty;
  pty.kill('SIGKILL');
  await pty.exited;
  t.equal(pty.fd, -1);
  t.equal(internals(pty)._fd, -1);
  t.equal(pty.pid, pid);
  t.equal(pty.ptsName, ptsName, 'the last name');
  t.strictSame([pty.cols, pty.rows], [91, 19]);
  t.equal(pty.process, 'cat', 'the file');
  t.strictSame([pty.foregroundPid, pty.cwd], [undefined, undefined]);
  t.match(internals(pty), { _readable: false, _writable: false, _emittedClose: true });
});

t.test('close is told with everything closed', async (t) => {
  const pty = spawn('true');
  const seen = new Promise<unknown[]>((resolve) => {
    pty.onClose(() => resolve([pty.fd, internals(pty)._emittedClose, pty.exitCode]));
  });
  pty.onData(() => {});
  t.strictSame(await seen, [-1, true, null]);
  await pty.exited;
  t.equal(pty.exitCode, 0);
});

t.test('resize() changes cols and rows, of a running program only', async (t) => {
  const pty = spawn('cat');
  pty.resize(100, 40);
  t.strictSame([pty.cols, pty.rows], [100, 40]);
  t.match(internals(pty), { _cols: 100, _rows: 40 });
  pty.kill('SIGKILL');
  await pty.exited;
  pty.resize(7, 7);
  t.strictSame([pty.cols, pty.rows], [100, 40]);
});

t.test(
  'the instance takes properties of its user’s, and methods in place of its own',
  async (t) => {
    const pty = spawn('cat') as Pty & Record<string, unknown>;
    t.ok(Object.isExtensible(pty));
    pty.termType = 'ssh';
    t.equal(pty.termType, 'ssh');
    const written: unknown[] = [];
    pty.write = (data: unknown) => written.push(data) > 0;
    pty.write('intercepted');
    t.strictSame(written, ['intercepted']);
    pty.listenerCount = () => 5;
    pty.kill('SIGKILL');
    await pty.exited;
    t.equal((pty.listenerCount as () => number)(), 5);
  },
);

t.test('clear() is there and does nothing', async (t) => {
  const pty = spawn('sh', ['-c', 'read line; echo "got $line"'], { termios: { echo: false } });
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  t.equal(pty.clear(), undefined);
  pty.write('x\r');
  await pty.exited;
  t.equal(output, 'got x\r\n');
  t.doesNotThrow(() => pty.clear());
});

t.test('fork and createTerminal are other names of spawn', async (t) => {
  const flatpty = await import('flatpty');
  t.equal(flatpty.fork, flatpty.spawn);
  t.equal(flatpty.createTerminal, flatpty.spawn);
});
