import { spawn } from 'flatpty';
import t from 'tap';
import { isAlive, isProgram, killPid, sessionMembers } from '../helpers/processes';
import { talk } from '../helpers/talk';
import { until, within } from '../helpers/until';

// A program that leads a session of its own: by its parent, which is still of the session, or, when that
// has ended, by the terminal that it has open.
const ways: [name: string, script: string][] = [
  ['its parent lives', 'setsid sleep 1000 </dev/null >/dev/null 2>&1 & echo pid=$!.; read x'],
  ['its parent has ended', '(setsid sleep 1000 & echo pid=$!.); read x'],
];

for (const [name, script] of ways) {
  t.test(`${name}: it is named, and lives on`, async (t) => {
    const pty = spawn('/bin/sh', ['-c', script]);
    const [, found] = await talk(pty).expect(/pid=(\d+)\./);
    const pid = Number(found);
    t.teardown(() => killPid(pid));
    const { left, unseen } = await until(
      async () => {
        const { command } = (await pty.processes()).find((process) => process.pid === pid) ?? {};
        return command === undefined && within(pty.killTree({ graceMs: 200 }), 5000, 'killTree()');
      },
      5000,
      'setsid to have left',
    );
    t.equal(unseen, undefined, 'it could look everywhere');
    t.match(left, [{ pid, group: pid }]);
    t.equal(left.length, 1);
    t.ok(isAlive(pid));
  });
}

for (const [name, script] of ways) {
  t.test(`${name}, with strays: it is ended, and its session's jobs are`, async (t) => {
    const pty = spawn('/bin/sh', ['-c', script.replace('sleep 1000', "sh -c 'sleep 1000 & wait'")]);
    const [, found] = await talk(pty).expect(/pid=(\d+)\./);
    const pid = Number(found);
    t.teardown(() => killPid(pid));
    await until(() => sessionMembers(pid).length === 2, 5000, 'setsid, and the job');
    const { left } = await within(pty.killTree({ graceMs: 200, strays: true }), 5000, 'killTree()');
    t.strictSame(left, []);
    t.strictSame(sessionMembers(pid), []);
  });
}

t.test('a program of another session that has the terminal open is not ended', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'echo up; read x']);
  await talk(pty).expect(/up/);
  // As a shell elsewhere that writes to this terminal: its session is not of this one's making.
  const elsewhere = spawn('/bin/sh', ['-c', `sleep 1000 <${pty.ptsName} & echo pid=$!.; read x`]);
  t.teardown(() => elsewhere.killTree({ signal: 'SIGKILL' }));
  const [, found] = await talk(elsewhere).expect(/pid=(\d+)\./);
  // The job opens it by itself, which may come after the shell's word.
  await isProgram(Number(found), 'sleep');
  const { left } = await within(pty.killTree({ graceMs: 200, strays: true }), 5000, 'killTree()');
  t.match(left, [{ pid: Number(found) }], 'it is named');
  t.ok(isAlive(Number(found)));
  t.ok(isAlive(elsewhere.pid));
});

t.test('a session of which nothing has left', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'sleep 1000 & echo up; read x']);
  await talk(pty).expect(/up/);
  const { left } = await within(pty.killTree({ graceMs: 200 }), 5000, 'killTree()');
  t.strictSame(left, []);
});
