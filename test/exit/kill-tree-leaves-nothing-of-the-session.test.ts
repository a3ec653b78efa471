import { type Pty, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { isAlive, killPid, sessionMembers } from '../helpers/processes';
import { until, within } from '../helpers/until';

const IMMUNE = 'sh -c \'trap "" HUP TERM INT; echo immune; while :; do sleep 0.05; done\'';
const GRACE_MS = 200;

/** A shell that has run `script` and waits; `immune` of its jobs ignore signals by then. */
async function shell(t: Test, script: string, immune = 0): Promise<Pty> {
  const pty = spawn('/bin/sh', ['-c', `${script}\necho ready\nread x`]);
  t.teardown(() => {
    for (const { pid } of sessionMembers(pty.pid)) killPid(pid);
  });
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  await until(
    () => output.includes('ready') && output.split('immune').length > immune,
    5000,
    'the shell and its jobs',
  );
  return pty;
}

const names = (pty: Pty) => sessionMembers(pty.pid).map(({ name }) => name);

t.test('a background job that ignores SIGHUP is gone after it', async (t) => {
  const pty = await shell(t, `${IMMUNE} &`, 1);
  t.ok(names(pty).length >= 2, `${names(pty)}`);
  await within(pty.killTree({ graceMs: GRACE_MS }), 5000, 'killTree()');
  t.strictSame(names(pty), []);
  const { signal } = await within(pty.exited, 5000, 'the exit');
  t.ok(signal, `the shell was ended by signal ${signal}`);
});

t.test('jobs in process groups of their own are gone, the stopped one too', async (t) => {
  const pty = await shell(t, `set -m; ${IMMUNE} & sleep 60 & sleep 60 & kill -STOP %3`, 1);
  const groups = new Set(sessionMembers(pty.pid).map(({ group }) => group));
  t.ok(groups.size >= 4, `${groups.size} groups: the shell and three jobs`);
  await within(pty.killTree({ graceMs: GRACE_MS }), 5000, 'killTree()');
  t.strictSame(names(pty), []);
});

t.test('so are grandchildren whose parents have ended', async (t) => {
  const pty = await shell(t, `(${IMMUNE} & ) ; (sleep 60 & )`, 1);
  t.ok(names(pty).length >= 3, `${names(pty)}`);
  await within(pty.killTree({ graceMs: GRACE_MS }), 5000, 'killTree()');
  t.strictSame(names(pty), []);
});

t.test('a program that tidies up on the signal is given the time', async (t) => {
  const pty = spawn('/bin/sh', [
    '-c',
    "trap 'sleep 0.1; echo tidy; exit 7' TERM; echo ready; read x",
  ]);
  t.teardown(() => pty.kill('SIGKILL'));
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  await until(() => output.includes('ready'), 5000, 'the program');
  // Far longer than this test may take: killTree() resolves when the program has ended, not after graceMs.
  await within(pty.killTree({ signal: 'SIGTERM', graceMs: 600_000 }), 10_000, 'killTree()');
  const { exitCode } = await within(pty.exited, 5000, 'the exit');
  t.equal(exitCode, 7);
  t.match(output, 'tidy');
});

t.test('after the leader has ended it still finds what is left of the session', async (t) => {
  const pty = spawn('/bin/sh', ['-c', `${IMMUNE} & echo pid=$!.; read x; exit 0`]);
  t.teardown(() => pty.kill('SIGKILL'));
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  const [, found] = await until(() => /pid=(\d+)\./.exec(output), 5000, 'the job');
  const pid = Number(found);
  t.teardown(() => killPid(pid));
  await until(() => output.includes('immune'), 5000, 'the job to be immune');
  pty.write('\r');
  await within(pty.exited, 5000, 'the exit');
  t.ok(isAlive(pid), 'the job has outlived its leader');
  await within(pty.killTree({ graceMs: GRACE_MS }), 5000, 'killTree()');
  t.notOk(isAlive(pid));
  t.strictSame(names(pty), []);
});

t.test('another session is not touched', async (t) => {
  const other = spawn('sleep', ['60']);
  t.teardown(() => other.kill('SIGKILL'));
  const pty = await shell(t, 'sleep 60 &');
  await within(pty.killTree(), 5000, 'killTree()');
  t.strictSame(names(pty), []);
  t.ok(isAlive(other.pid));
});

t.test('bad options are refused, and nothing is signalled', async (t) => {
  const pty = await shell(t, 'sleep 60 &');
  // A job that has not execed yet still has the shell's name.
  const before = await until(() => names(pty).includes('sleep') && names(pty), 5000, 'the job');
  await t.rejects(pty.killTree({ signal: 'SIGNOSUCH' }), { code: 'ERR_UNKNOWN_SIGNAL' });
  await t.rejects(pty.killTree({ graceMs: -1 }), { code: 'ERR_OUT_OF_RANGE' });
  await t.rejects(pty.killTree({ graceMs: Number.NaN }), { code: 'ERR_OUT_OF_RANGE' });
  t.strictSame(names(pty), before);
});
