import { spawn } from 'flatpty';
import t from 'tap';
import { folder } from '../helpers/folder';
import { isAlive, statOf } from '../helpers/processes';
import { talk } from '../helpers/talk';
import { until } from '../helpers/until';

const env = { PATH: process.env.PATH, PS1: '$ ' };

t.test('a pipeline whose first program is over: another one of it', async (t) => {
  const cwd = folder(t);
  const pty = spawn('sh', ['-i'], { env, cwd });
  t.teardown(() => pty.killTree({ signal: 'SIGKILL' }));
  await talk(pty).expect(/\$ $/);
  pty.write('true | sleep 1000\r');
  const named = () => {
    const pid = pty.foregroundPid;
    return pid !== undefined && statOf(pid)?.name === 'sleep' && pid;
  };
  const pid = await until(named, 10_000, `sleep, not ${pty.foregroundPid}`);
  const group = statOf(pid)?.group as number;
  await until(() => !isAlive(group), 5000, 'the end of the first program, which leads the group');
  t.equal(pty.foregroundPid, pid);
  t.equal(pty.process, 'sleep');
  t.equal(pty.cwd, cwd);
});

t.test('after the last program of a group the shell', async (t) => {
  const pty = spawn('sh', ['-i'], { env });
  t.teardown(() => pty.killTree({ signal: 'SIGKILL' }));
  const shown = talk(pty);
  await shown.expect(/\$ $/);
  pty.write('sleep 1000\r');
  const job = await until(
    () => pty.foregroundPid !== pty.pid && pty.foregroundPid,
    10_000,
    'the job',
  );
  // The shell is stopped, so that the terminal keeps the group that is over.
  process.kill(pty.pid, 'SIGSTOP');
  process.kill(job, 'SIGKILL');
  await until(() => !isAlive(job), 5000, 'the end of the job');
  t.equal(pty.foregroundPid, pty.pid);
  process.kill(pty.pid, 'SIGCONT');
});
