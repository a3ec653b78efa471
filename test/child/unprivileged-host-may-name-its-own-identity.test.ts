import t from 'tap';
import type { Unprivileged } from '../fixtures/unprivileged-host';
import { addonForEveryone } from '../helpers/packedAddon';
import { answerOf } from '../helpers/runScript';

t.test('uid and gid of the host itself need no rights', async (t) => {
  const { uid, gid, own } = await answerOf<Unprivileged>(
    require.resolve('../fixtures/unprivileged-host'),
    [],
    { env: addonForEveryone(t) },
  );
  t.not(uid, 0, 'the host is not root');
  t.ok(Object.keys(own).length >= 3);
  for (const [name, { uids, gids }] of Object.entries(own)) {
    t.strictSame({ uids, gids }, { uids: Array(4).fill(uid), gids: Array(4).fill(gid) }, name);
  }
});
