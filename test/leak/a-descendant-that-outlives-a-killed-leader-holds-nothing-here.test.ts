import { type Pty, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { residueSince, takeCensus } from '../helpers/census';
import { run } from '../helpers/collect';
import { isAlive, killPid } from '../helpers/processes';
import { until, within } from '../helpers/until';

/** A terminal whose `leader` can be killed, and with it a descendant that survives the hang-up. */
async function spawnWithSurvivor(
  t: Test,
  survivor: string,
  leader: string,
): Promise<{ pty: Pty; pid: number }> {
  // It tells its pid itself, when it ignores the hang-up; exec keeps both.
  const background = `sh -c 'trap "" HUP; echo "<$$>"; ${survivor}'`;
  const pty = spawn('/bin/sh', ['-c', `${background} & exec ${leader}`]);
  let output = '';
  pty.onData((data) => {
    output = (output + data).slice(0, 200);
  });
  const pid = Number(await until(() => /<(\d+)>/.exec(output)?.[1], 10_000, 'the pid'));
  t.teardown(() => killPid(pid));
  return { pty, pid };
}

// The kernel keeps the pty as long as the descendant holds the slave; the process must not.
t.test('descriptors are gone while a descendant still has the terminal open', async (t) => {
  await run('/bin/true');
  const before = takeCensus();
  const { pty, pid } = await spawnWithSurvivor(t, 'exec sleep 1000', 'cat');

  pty.kill('SIGKILL');
  await within(pty.exited, 10_000, 'exit');
  const held = takeCensus();
  t.ok(isAlive(pid), 'the descendant lives');
  t.strictSame(
    held.fds.filter(({ fdClass }) => ['ptmx', 'pts', 'pidfd'].includes(fdClass)),
    [],
  );

  killPid(pid);
  t.strictSame(await residueSince(before), [], 'and nothing else is kept');
});

t.test('a descendant that floods for ever does not keep a descriptor either', async (t) => {
  const { pty } = await spawnWithSurvivor(t, 'exec yes', 'sleep 1000');
  pty.kill('SIGKILL');
  await within(pty.exited, 10_000, 'exit');
  t.equal(pty.fd, -1);
  t.strictSame(
    takeCensus().fds.filter(({ fdClass }) => ['ptmx', 'pts', 'pidfd'].includes(fdClass)),
    [],
  );
});
