import { spawn } from 'flatpty';
import t from 'tap';
import { assertIdle } from '../helpers/idle';
import { talk } from '../helpers/talk';
import { terminalDescriptors } from '../helpers/terminalDescriptors';
import { until, within } from '../helpers/until';

const MEASURED_MS = 500;
const WRITTEN = 1_000_000;
const CLOSE_ALL = 'exec 0<&- 1>&- 2>&-';
const LIVE_ON = 'while :; do sleep 0.05; done';

t.test('queued when the program closes its terminal and lives on', async (t) => {
  const script = `stty raw -echo; echo ready; trap '${CLOSE_ALL}' USR1; ${LIVE_ON}`;
  const { pty, expect } = talk(spawn('/bin/sh', ['-c', script]));
  t.teardown(() => pty.kill('SIGKILL'));
  await expect(/ready/);
  let called = false;
  pty.write('x'.repeat(WRITTEN), () => {
    called = true;
  });
  t.ok(pty.writableLength > 0, 'input waits');
  pty.kill('SIGUSR1');
  await until(() => terminalDescriptors(pty) === 0, 5000, 'the program to close its terminal');
  await assertIdle(t, MEASURED_MS);
  pty.kill('SIGKILL');
  await within(pty.exited, 5000, 'the exit');
  await until(() => called, 5000, "write()'s callback");
});

t.test('written when it is closed already', async (t) => {
  const { pty, expect } = talk(
    spawn('/bin/sh', ['-c', `stty raw -echo; echo ready; ${CLOSE_ALL}; ${LIVE_ON}`]),
  );
  t.teardown(() => pty.kill('SIGKILL'));
  await expect(/ready/);
  await until(() => terminalDescriptors(pty) === 0, 5000, 'the program to close its terminal');
  let called = false;
  pty.write('x'.repeat(WRITTEN), () => {
    called = true;
  });
  await assertIdle(t, MEASURED_MS);
  pty.kill('SIGKILL');
  await within(pty.exited, 5000, 'the exit');
  await until(() => called, 5000, "write()'s callback");
});

t.test('it is there when a program opens the terminal again', async (t) => {
  const reopen = 'exec </dev/tty >/dev/tty; echo back; head -c 500000 | wc -c';
  const script = `stty raw -echo; echo ready; trap '${CLOSE_ALL}' USR1; trap '${reopen}; exit 3' USR2; ${LIVE_ON}`;
  const { pty, expect } = talk(spawn('/bin/sh', ['-c', script]));
  t.teardown(() => pty.kill('SIGKILL'));
  await expect(/ready/);
  pty.write('x'.repeat(500_000));
  pty.kill('SIGUSR1');
  await until(() => terminalDescriptors(pty) === 0, 5000, 'the program to close its terminal');
  pty.kill('SIGUSR2');
  await expect(/back/);
  // What the kernel held when the last descriptor was closed is its to drop (64 KB at the most).
  pty.write('x'.repeat(500_000));
  await expect(/500000/, 10_000);
  const { exitCode } = await within(pty.exited, 5000, 'the exit');
  t.equal(exitCode, 3);
});
