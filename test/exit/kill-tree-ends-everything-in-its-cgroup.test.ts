import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'flatpty';
import t from 'tap';
import { launchers } from '../helpers/launcherNames';
import { isPopulated, noOwnCgroup, ownCgroup } from '../helpers/ownCgroup';
import { isAlive, killPid, statOf } from '../helpers/processes';
import { talk } from '../helpers/talk';
import { until, within } from '../helpers/until';

const skip = noOwnCgroup();

/** Its parents have ended, and its session and streams are its own: only the cgroup knows where it came from. */
const DAEMON =
  '(setsid sh -c "trap \\"\\" HUP; sleep 1000 </dev/null >/dev/null 2>&1 & echo pid=\\$!." & wait)';

t.test('a daemon too, by every launcher', { skip }, async (t) => {
  for (const launcher of launchers) {
    process.env.FLATPTY_LAUNCHER = launcher;
    const pty = spawn('/bin/sh', ['-c', `${DAEMON}; read x`], { cgroup: ownCgroup(t) });
    const [, found] = await talk(pty).expect(/pid=(\d+)\./);
    const pid = Number(found);
    t.teardown(() => killPid(pid));
    const { left } = await within(pty.killTree({ graceMs: 50 }), 10_000, 'killTree()');
    t.notOk(isAlive(pid), `${launcher}: it is ended`);
    t.strictSame(left, [], 'it is not named as left');
  }
  delete process.env.FLATPTY_LAUNCHER;
});

t.test('a daemon whose terminal has ended', { skip }, async (t) => {
  const pty = spawn('/bin/sh', ['-c', DAEMON], { cgroup: ownCgroup(t) });
  const [, found] = await talk(pty).expect(/pid=(\d+)\./);
  const pid = Number(found);
  t.teardown(() => killPid(pid));
  await pty.exited;
  t.ok(isAlive(pid), 'it lives on');
  await within(pty.killTree({ graceMs: 50 }), 10_000, 'killTree()');
  t.notOk(isAlive(pid));
});

t.test('what is outside lives on', { skip }, async (t) => {
  const outside = spawn('sleep', ['1000']);
  t.teardown(() => outside.kill('SIGKILL'));
  const folder = ownCgroup(t);
  const pty = spawn('sleep', ['1000'], { cgroup: folder });
  await until(() => isPopulated(folder), 5000, 'the program in the cgroup');
  await within(pty.killTree({ signal: 'SIGKILL' }), 10_000, 'killTree()');
  t.notOk(isPopulated(folder));
  t.ok(isAlive(outside.pid));
});

t.test('a cgroup that this process is in is not killed as a whole', { skip }, async (t) => {
  const folder = ownCgroup(t);
  const pty = spawn('sleep', ['1000'], { cgroup: folder });
  await until(() => statOf(pty.pid)?.name === 'sleep', 5000, 'the program');
  const procs = path.join(path.dirname(folder), 'cgroup.procs');
  writeFileSync(path.join(folder, 'cgroup.procs'), `${process.pid}`);
  try {
    // The program ends by its signal; what is left in the cgroup is this process.
    await t.rejects(within(pty.killTree({ graceMs: 50 }), 60_000, 'killTree()'), {
      code: 'ETIMEDOUT',
      pids: [process.pid],
    });
  } finally {
    writeFileSync(procs, `${process.pid}`);
  }
  await pty.exited;
  t.pass('this process lives');
});

t.test('a folder that is no cgroup: named, and no program', { skip: false }, async (t) => {
  for (const launcher of launchers) {
    process.env.FLATPTY_LAUNCHER = launcher;
    const cgroup = t.testdir();
    const expected = {
      code: 'ENOENT',
      syscall: 'write(cgroup.procs)',
      path: path.join(cgroup, 'cgroup.procs'),
    };
    t.throws(() => spawn('/bin/true', [], { cgroup, spawnErrors: 'throw' }), expected, launcher);
    const pty = spawn('/bin/true', [], { cgroup });
    t.match(await pty.exited, { exitCode: 1 });
    t.match(pty.spawnError, expected);
  }
  delete process.env.FLATPTY_LAUNCHER;
});
