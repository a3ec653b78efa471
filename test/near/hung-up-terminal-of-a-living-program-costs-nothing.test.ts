import './allow';
import t from 'tap';
import { assertIdle } from '../helpers/idle';
import { terminalDescriptors } from '../helpers/terminalDescriptors';
import { until, within } from '../helpers/until';
import { typeToShell } from './typist';

const WATCHED_MS = 500;

t.test('a near terminal hangs up, comes back, and tells its exit', async (t) => {
  const script =
    'exec <&- >&- 2>&-; trap "exec </dev/tty >/dev/tty; echo back; exit 3" USR1; while :; do sleep 0.1; done';
  const shell = typeToShell(script);
  t.teardown(() => shell.pty.destroy());
  await shell.comeNear();
  shell.pty.write('go\r');
  await until(() => terminalDescriptors(shell.pty) === 0, 20_000, 'sh to close its descriptors');
  await assertIdle(t, WATCHED_MS);
  shell.pty.kill('SIGUSR1');
  const { exitCode } = await within(shell.pty.exited, 20_000, 'the exit');
  t.equal(exitCode, 3);
  t.match(shell.output(), /back\r\n$/);
});
