import { type IPtyForkOptions, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { children } from '../helpers/children';
import { isRoot } from '../helpers/identity';
import { perLauncher } from '../helpers/launchers';
import { isAlive, killPid, statOf } from '../helpers/processes';
import { talk } from '../helpers/talk';
import { until, within } from '../helpers/until';

const skip = process.platform === 'linux' ? false : 'Linux only';

/** A daemon as in the books: its parents have ended, its session and streams are its own. */
const DAEMON =
  '(setsid sh -c "sleep 1000 </dev/null >/dev/null 2>&1 & echo pid=\\$!." & wait); read x';

async function daemonOn(t: Test, options: IPtyForkOptions) {
  const pty = spawn('/bin/sh', ['-c', DAEMON], options);
  const [, found] = await talk(pty).expect(/pid=(\d+)\./);
  const pid = Number(found);
  t.teardown(() => killPid(pid));
  const adopted = () => {
    const stat = statOf(pid);
    return stat?.name === 'sleep' && stat.session !== pty.pid && statOf(stat.parent)?.name === 'sh';
  };
  return { pty, pid, adopted };
}

perLauncher('a daemon is the program’s child, and is ended', async (t) => {
  const { pty, pid, adopted } = await daemonOn(t, { subreaper: true });
  await until(
    () => adopted() && statOf(pid)?.parent === pty.pid,
    5000,
    'the orphan at the program',
  );
  const { left } = await within(pty.killTree({ graceMs: 100 }), 10_000, 'killTree()');
  t.notOk(isAlive(pid), 'it is ended');
  t.strictSame(left, []);
  t.strictSame(children(), [], 'nothing came to this process');
});

t.test('strays: false lets it live, and names it', { skip }, async (t) => {
  const { pty, pid, adopted } = await daemonOn(t, { subreaper: true });
  await until(
    () => adopted() && statOf(pid)?.parent === pty.pid,
    5000,
    'the orphan at the program',
  );
  const { left } = await within(
    pty.killTree({ graceMs: 100, strays: false }),
    10_000,
    'killTree()',
  );
  t.match(left, [{ pid, command: 'sleep' }]);
  t.ok(isAlive(pid));
});

t.test('without it the daemon is init’s, and out of sight', { skip }, async (t) => {
  const { pty, pid } = await daemonOn(t, {});
  await until(() => statOf(pid)?.parent !== pty.pid && statOf(pid)?.name === 'sleep', 5000, 'it');
  await until(
    () => statOf(statOf(pid)?.parent as number)?.session !== statOf(pid)?.session,
    5000,
    'an orphan',
  );
  const { left } = await within(pty.killTree({ graceMs: 100, strays: true }), 10_000, 'killTree()');
  t.strictSame(left, []);
  t.ok(isAlive(pid));
});

t.test('the program of a fork is one too', { skip: skip || !isRoot }, async (t) => {
  const { pty, pid } = await daemonOn(t, { subreaper: true, uid: 61_237, gid: 61_237 });
  await until(() => statOf(pid)?.parent === pty.pid, 5000, 'the orphan at the program');
  await within(pty.killTree({ graceMs: 100 }), 10_000, 'killTree()');
  t.notOk(isAlive(pid));
});
