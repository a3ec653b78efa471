import { chmodSync } from 'node:fs';
import { spawn } from 'flatpty';
import t from 'tap';
import { collect, run } from '../helpers/collect';
import { folder } from '../helpers/folder';
import { identityWith, isRoot, needsRoot } from '../helpers/identity';
import { perLauncher } from '../helpers/launchers';

const NOBODY = 65534;
const HOST_GROUPS = [0, 4, 24];
const all = (id: number) => [id, id, id, id];

if (!isRoot) {
  t.test('uid, gid and groups', { skip: needsRoot }, () => {});
} else {
  const before = process.getgroups?.() ?? [];
  process.setgroups?.(HOST_GROUPS);
  t.teardown(() => process.setgroups?.(before));

  t.test('without uid, gid or groups nothing changes', async (t) => {
    const { uids, gids, groups } = await identityWith({});
    t.strictSame({ uids, gids, groups }, { uids: all(0), gids: all(0), groups: HOST_GROUPS });
  });

  perLauncher('uid and gid: no group of this process is left, nor any right', async (t) => {
    const identity = await identityWith({ uid: NOBODY, gid: NOBODY });
    t.strictSame(identity, {
      uids: all(NOBODY),
      gids: all(NOBODY),
      groups: [NOBODY],
      capabilities: '0000000000000000',
    });
  });

  perLauncher('uid alone is honoured; the groups of this process are left behind', async (t) => {
    const { uids, gids, groups, capabilities } = await identityWith({ uid: NOBODY });
    t.strictSame(uids, all(NOBODY));
    t.strictSame(gids, all(0));
    t.strictSame(groups, [0], 'only its own');
    t.equal(capabilities, '0000000000000000');
  });

  perLauncher('gid alone is honoured', async (t) => {
    const { uids, gids, groups } = await identityWith({ gid: NOBODY });
    t.strictSame({ uids, gids, groups }, { uids: all(0), gids: all(NOBODY), groups: [NOBODY] });
  });

  perLauncher('groups are those that were named', async (t) => {
    const options = { uid: NOBODY, gid: NOBODY };
    const named = await identityWith({ ...options, groups: [20, 44, 2 ** 31] });
    t.strictSame(named.groups, [20, 44, 2 ** 31]);
    t.strictSame(named.uids, all(NOBODY));
    t.strictSame((await identityWith({ ...options, groups: [] })).groups, [], 'or none');
    t.strictSame((await identityWith({ groups: [20] })).groups, [20], 'without uid and gid too');
  });

  perLauncher('the highest id there is', async (t) => {
    const highest = 2 ** 32 - 2;
    const { uids, gids } = await identityWith({ uid: highest, gid: highest });
    t.strictSame({ uids, gids }, { uids: all(highest), gids: all(highest) });
  });

  t.test('-1 is node-pty’s word for "not given"', async (t) => {
    const { uids, groups } = await identityWith({ uid: -1, gid: -1 });
    t.strictSame(uids, all(0));
    t.strictSame(groups, HOST_GROUPS);
  });

  t.test('the ids that it has anyway change nothing', async (t) => {
    const { uids, gids, groups } = await identityWith({ uid: 0, gid: 0 });
    t.strictSame({ uids, gids, groups }, { uids: all(0), gids: all(0), groups: HOST_GROUPS });
  });

  perLauncher('its cwd may be one that only root may enter', async (t) => {
    const cwd = folder(t);
    chmodSync(cwd, 0o700);
    const { output, exitCode } = await run('/bin/sh', ['-c', 'id -u'], {
      cwd,
      uid: NOBODY,
      gid: NOBODY,
    });
    t.strictSame({ output, exitCode }, { output: `${NOBODY}\r\n`, exitCode: 0 });
  });

  perLauncher('the terminal is its own, and can be opened by name', async (t) => {
    const script = 'echo again > "$(tty)"; stat -c %u "$(tty)"';
    const { output } = await run('/bin/sh', ['-c', script], { uid: NOBODY, gid: NOBODY });
    t.equal(output, `again\r\n${NOBODY}\r\n`);
  });

  t.test('it cannot get root back, and it has its terminal', async (t) => {
    const script =
      'setpriv --reuid=0 id; tty; echo "through tty" > /dev/tty; test -t 0 && echo yes';
    const pty = spawn('/bin/sh', ['-c', script], { uid: NOBODY, gid: NOBODY });
    const { output } = await collect(pty);
    t.match(output, /Operation not permitted/);
    t.match(output, `${pty.ptsName}\r\nthrough tty\r\nyes\r\n`);
  });

  t.test('this process keeps its own identity', async (t) => {
    await identityWith({ uid: NOBODY, gid: NOBODY, groups: [20] });
    t.equal(process.geteuid?.(), 0);
    t.equal(process.getegid?.(), 0);
    t.strictSame(process.getgroups?.().sort(), [...HOST_GROUPS].sort());
  });
}
