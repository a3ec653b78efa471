// By counting: what is done to one process takes 1 ms here, so that a turn of the event loop has room for two.
import { spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { type Binding, binding } from '#lib/addon/addon';
import { listProcesses } from '#lib/terminal/processes';
import { killPid, sessionMembers } from '../helpers/processes';
import { talk } from '../helpers/talk';
import { until } from '../helpers/until';

const JOBS = 30;
const MOST_IN_A_TURN = 2;

type Slowed = 'processCommand' | 'signalGroup';

/** Has each call of the addon's function take 1 ms more, and returns how many calls each turn had. */
function slowDown(t: Test, name: Slowed): number[] {
  const calls = [0];
  const original = binding[name] as (...args: number[]) => never;
  const slow = (...args: number[]) => {
    // The first call of a turn has the next one count anew.
    if (calls.at(-1) === 0) setImmediate(() => calls.push(0));
    calls[calls.length - 1] = (calls.at(-1) as number) + 1;
    const until = performance.now() + 1;
    while (performance.now() < until);
    return original(...args);
  };
  (binding as Binding)[name] = slow as never;
  t.teardown(() => {
    (binding as Binding)[name] = original as never;
  });
  return calls;
}

async function sessionOfMany(t: Test) {
  const script = `set -m; i=0; while [ $i -lt ${JOBS} ]; do sleep 1000 & i=$((i+1)); done; echo up; read x`;
  const pty = spawn('/bin/sh', ['-c', script]);
  t.teardown(() => {
    for (const { pid } of sessionMembers(pty.pid)) killPid(pid);
  });
  await talk(pty).expect(/up/);
  await until(() => sessionMembers(pty.pid).length > JOBS, 5000, 'the jobs');
  return pty;
}

const most = (calls: number[]) => Math.max(...calls);
const sum = (calls: number[]) => calls.reduce((total, each) => total + each, 0);

t.test('processes()', async (t) => {
  const pty = await sessionOfMany(t);
  const calls = slowDown(t, 'processCommand');
  t.equal((await pty.processes()).length, JOBS + 1);
  t.ok(sum(calls) > JOBS, `${sum(calls)} calls`);
  t.ok(most(calls) <= MOST_IN_A_TURN, `at most ${most(calls)} in a turn`);
  await pty.killTree({ signal: 'SIGKILL' });
});

t.test('killTree()', async (t) => {
  const pty = await sessionOfMany(t);
  const calls = slowDown(t, 'signalGroup');
  await pty.killTree({ graceMs: 20_000 });
  t.strictSame(sessionMembers(pty.pid), []);
  t.ok(sum(calls) > JOBS, `${sum(calls)} calls`);
  t.ok(most(calls) <= MOST_IN_A_TURN, `at most ${most(calls)} in a turn`);
});

t.test('a look asks for no more', async (t) => {
  const budgets: number[] = [];
  const original = binding.continueLook;
  binding.continueLook = (look, budget) => {
    budgets.push(budget);
    return original(look, budget);
  };
  t.teardown(() => {
    binding.continueLook = original;
  });
  const pty = spawn('cat');
  t.ok((await pty.processes()).length > 0);
  await pty.killTree({ signal: 'SIGKILL' });
  t.ok(budgets.length > 0 && budgets.every((budget) => budget <= 2000), `${budgets}`);
  t.strictSame(await listProcesses(undefined), []);
});
