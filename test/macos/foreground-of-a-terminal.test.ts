// timeout: 120 s
import './doubles';
import { mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'flatpty';
import t from 'tap';
import { folder } from '../helpers/folder';
import { until, within } from '../helpers/until';

t.test('its name, pid and folder come from libproc', async (t) => {
  const place = path.join(realpathSync(folder(t)), 'über raum');
  mkdirSync(place);
  const pty = spawn('/bin/sh', ['-c', 'exec sleep 600'], { cwd: place });
  t.teardown(() => pty.destroy());
  t.not(pty.process, 'spawn-helper');
  await until(() => pty.process === 'sleep', 20_000, 'sleep in the foreground');
  t.equal(pty.cwd, place);
  t.ok(pty.foregroundPid && pty.foregroundPid > 1);
  await within(pty.killTree({ signal: 'SIGKILL', graceMs: 5000 }), 20_000, 'the end of the tree');
  await within(pty.exited, 20_000, 'the exit');
  t.equal(pty.signalCode, 'SIGKILL');
});

t.test('killTree ends every member of the session, and only those', async (t) => {
  const other = spawn('cat');
  t.teardown(() => other.destroy());
  const pty = spawn('/bin/sh', ['-c', 'sleep 601 & sleep 602 & echo $!; wait']);
  t.teardown(() => pty.destroy());
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  await until(() => /\d+\r\n/.test(output), 20_000, 'the pid of the last');
  const last = Number(output.trim());
  await within(pty.killTree({ graceMs: 200 }), 20_000, 'the end of the tree');
  await until(() => !isAlive(last), 20_000, 'the end of its background job');
  t.ok(isAlive(other.pid), 'the terminal beside it goes on');
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
