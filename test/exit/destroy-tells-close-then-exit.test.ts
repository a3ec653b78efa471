import fs from 'node:fs';
import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';
import { FOREVER } from '../helpers/pattern';
import { isAlive } from '../helpers/processes';
import { until, within } from '../helpers/until';

function log(pty: Pty): string[] {
  const events: string[] = [];
  pty.on('data', () => events.push('data'));
  pty.onClose(() => events.push('onClose'));
  pty.on('close', () => events.push('close'));
  pty.onExit(() => events.push('onExit'));
  pty.on('exit', () => events.push('exit'));
  pty.on('error', (error) => events.push(`error ${error}`));
  return events;
}

t.test('tells close, then exit, each once, and hangs up the program', async (t) => {
  const pty = spawn('sleep', ['60']);
  const events = log(pty);
  pty.destroy();
  const { signal } = await within(pty.exited, 5000, 'the exit');
  t.equal(signal, 1);
  t.strictSame(events, ['onClose', 'close', 'onExit', 'exit']);
  t.notOk(isAlive(pty.pid));
});

t.test('closes the descriptor at once', async (t) => {
  const pty = spawn('sleep', ['60']);
  const { fd } = pty;
  t.match(fs.readlinkSync(`/proc/self/fd/${fd}`), 'ptmx');
  pty.destroy();
  t.equal(pty.fd, -1);
  const { exitCode } = await within(pty.exited, 5000, 'the exit');
  t.equal(exitCode, 0);
});

t.test('twice, and after the exit, is harmless', async (t) => {
  const pty = spawn('sleep', ['60']);
  const events = log(pty);
  pty.destroy();
  pty.destroy();
  await within(pty.exited, 5000, 'the exit');
  pty.destroy();
  await collect(spawn('true'));
  t.strictSame(events, ['onClose', 'close', 'onExit', 'exit']);
});

t.test('no data is told after it, also in the midst of a flood', async (t) => {
  const pty = spawn('/bin/sh', ['-c', FOREVER]);
  t.teardown(() => pty.kill('SIGKILL'));
  let destroyed = false;
  let late = 0;
  let bytes = 0;
  pty.onData((data) => {
    bytes += data.length;
    if (destroyed) late += 1;
  });
  await until(() => bytes > 1_000_000, 5000, 'the flood');
  pty.destroy();
  destroyed = true;
  await within(pty.exited, 5000, 'the exit');
  await collect(spawn('true'));
  t.equal(late, 0);
});

t.test('from inside a data handler', async (t) => {
  const pty = spawn('/bin/sh', ['-c', FOREVER]);
  t.teardown(() => pty.kill('SIGKILL'));
  let told = 0;
  pty.onData(() => {
    told += 1;
    pty.destroy();
  });
  await within(pty.exited, 5000, 'the exit');
  t.equal(told, 1);
});

t.test('while paused with output unread: close and exit come all the same', async (t) => {
  const pty = spawn('/bin/sh', ['-c', FOREVER]);
  t.teardown(() => pty.kill('SIGKILL'));
  const events = log(pty);
  await until(() => events.length > 3, 5000, 'the flood');
  pty.pause();
  events.length = 0;
  pty.destroy();
  await within(pty.exited, 5000, 'the exit');
  t.strictSame(events, ['onClose', 'close', 'onExit', 'exit']);
});

t.test('a program that ignores the hang-up lives on; exit is told when it ends', async (t) => {
  const pty = spawn('/bin/sh', ['-c', "trap '' HUP; printf ready; while :; do sleep 0.05; done"]);
  const events = log(pty);
  await until(() => events.includes('data'), 5000, 'the program');
  pty.destroy();
  await until(() => events.includes('close'), 5000, 'the close');
  t.ok(isAlive(pty.pid));
  t.notOk(events.includes('exit'));
  t.equal(pty.exitCode, null);
  pty.kill('SIGKILL');
  const { signal } = await within(pty.exited, 5000, 'the exit');
  t.equal(signal, 9);
  t.strictSame(events, ['data', 'onClose', 'close', 'onExit', 'exit']);
});
