import { spawn } from 'flatpty';
import t from 'tap';
import { sessionMembers, statOf } from '../helpers/processes';
import { talk } from '../helpers/talk';
import { until, within } from '../helpers/until';

t.test('a stopped job acts on the signal before the grace is over', async (t) => {
  const job = `sh -c 'trap "echo cleaned; exit" TERM; echo pid=$$.; while :; do sleep 0.05; done'`;
  const pty = spawn('/bin/sh', ['-c', `set -m; ${job} & read x`]);
  t.teardown(() => pty.kill('SIGKILL'));
  const shown = talk(pty);
  const [, found] = await shown.expect(/pid=(\d+)\./);
  const pid = Number(found);
  process.kill(pid, 'SIGSTOP');
  await until(() => statOf(pid)?.state === 'T', 5000, 'the job to be stopped');
  await within(pty.killTree({ signal: 'SIGTERM', graceMs: 20_000 }), 10_000, 'killTree()');
  t.match(shown.output(), 'cleaned');
  t.strictSame(sessionMembers(pty.pid), []);
});
