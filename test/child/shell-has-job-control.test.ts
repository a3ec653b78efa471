import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { statOf } from '../helpers/processes';
import { until } from '../helpers/until';

const PATIENCE_MS = 15_000;

/** An interactive shell without anybody's start-up files, and what it prints. */
function shell(t: { teardown(end: () => void): void }): { pty: Pty; shown: () => string } {
  const pty = spawn('/bin/sh', ['-i'], { env: { PATH: process.env.PATH, PS1: '$ ' } });
  t.teardown(() => pty.killTree({ signal: 'SIGKILL' }));
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  return { pty, shown: () => output };
}

/** Waits until something else than the shell is in the foreground; its pid. */
function foregroundJob(pty: Pty): Promise<number> {
  const other = () => {
    const pid = pty.foregroundPid;
    return pid !== undefined && pid !== pty.pid && pty.process === 'sleep' ? pid : 0;
  };
  return until(other, PATIENCE_MS, 'sleep in the foreground');
}

function foregroundShell(pty: Pty): Promise<boolean> {
  return until(() => pty.foregroundPid === pty.pid, PATIENCE_MS, 'the shell in the foreground');
}

function state(pid: number, wanted: string): Promise<boolean> {
  return until(() => statOf(pid)?.state === wanted, PATIENCE_MS, `pid ${pid} in state ${wanted}`);
}

t.test('^Z stops the job in the foreground, fg and bg continue it, ^C ends it', async (t) => {
  const { pty, shown } = shell(t);
  pty.write('sleep 1000\r');
  const job = await foregroundJob(pty);
  t.equal(statOf(job)?.group, job, 'the job has a process group of its own');
  t.equal(statOf(job)?.session, pty.pid, 'in the session of the shell');

  pty.write('\x1a');
  await state(job, 'T');
  await foregroundShell(pty);
  t.ok(await until(() => /Stopped/.test(shown()), PATIENCE_MS, 'word of it from the shell'));

  pty.write('bg\r');
  await state(job, 'S');
  t.equal(pty.foregroundPid, pty.pid, 'the shell keeps the terminal');

  pty.write('fg\r');
  t.equal(await foregroundJob(pty), job, 'the same job is back in the foreground');

  pty.write('\x03');
  await foregroundShell(pty);
  await until(() => statOf(job) === undefined, PATIENCE_MS, 'the end of the job');
  t.equal(pty.exitCode, null, 'the shell itself lives on');
});

t.test('a job in the background that reads from the terminal is stopped', async (t) => {
  const { pty, shown } = shell(t);
  pty.write('cat & echo job=$!\r');
  await until(() => /job=\d+/.test(shown()), PATIENCE_MS, 'the pid of the job');
  const job = Number(/job=(\d+)/.exec(shown())?.[1]);
  await state(job, 'T');
  t.equal(pty.foregroundPid, pty.pid);
});

t.test('the shell has no complaint', async (t) => {
  const { pty, shown } = shell(t);
  pty.write('exit 7\r');
  const { exitCode } = await pty.exited;
  t.equal(exitCode, 7);
  t.notMatch(shown(), /job control turned off|can't access tty/);
});
