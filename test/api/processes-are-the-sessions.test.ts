import { spawn } from 'flatpty';
import t from 'tap';
import { binding } from '#lib/addon/addon';
import { children } from '../helpers/children';
import { sessionMembers, statOf } from '../helpers/processes';
import { talk } from '../helpers/talk';
import { until } from '../helpers/until';

t.test('pid, parent, group, command and state of each, by pid', async (t) => {
  const script = 'set -m; sleep 1000 & sleep 1000 & echo up; read x';
  const pty = spawn('/bin/sh', ['-c', script]);
  t.teardown(() => pty.killTree({ signal: 'SIGKILL' }));
  await talk(pty).expect(/up/);
  const jobs = () => sessionMembers(pty.pid).filter(({ name }) => name === 'sleep');
  await until(() => jobs().length === 2, 5000, 'both jobs to be sleep');
  process.kill(jobs()[0]?.pid as number, 'SIGSTOP');
  // All of them: a program that has just said something still runs, and so does one after its exec.
  const states = () => sessionMembers(pty.pid).map(({ state }) => state);
  await until(
    () => states().join('') === 'STS',
    5000,
    'the first to be stopped, the others to sleep',
  );
  const before = children();
  const processes = await pty.processes();
  t.strictSame(children(), before, 'nothing was started for it');
  t.strictSame(
    processes.map(({ pid, ppid, group, command }) => [pid, ppid, group, command]),
    sessionMembers(pty.pid).map(({ pid, parent, group, name }) => [pid, parent, group, name]),
  );
  const [shell, stopped, job] = processes;
  t.match(shell, { pid: pty.pid, ppid: process.pid, command: 'sh', state: 'sleeping' });
  t.match(stopped, { command: 'sleep', state: 'stopped' });
  t.match(job, { command: 'sleep', state: 'sleeping' });
});

t.test('none after the end', async (t) => {
  const pty = spawn('true');
  await pty.exited;
  t.strictSame(await pty.processes(), []);
});

t.test('a look gives the JS thread back when its time is up', async (t) => {
  // With no time at all each slice is one process: of those that live throughout there are many.
  const session = statOf(process.pid)?.session as number;
  const look = binding.beginLook({
    sessions: [session],
    leaderReaped: false,
    begun: new Float64Array(0),
    takesIn: false,
    signal: 0,
    sparedGroup: 0,
    slaveName: '/dev/pts/none',
    thorough: false,
  });
  let slices = 1;
  while (binding.continueLook(look, 0) === undefined) slices += 1;
  t.ok(slices > 3, `${slices} slices`);
  t.equal(binding.continueLook(look, 0), undefined, 'a look that is over is forgotten');
});
