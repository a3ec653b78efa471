import t from 'tap';
import type { Unprivileged } from '../fixtures/unprivileged-host';
import { addonForEveryone } from '../helpers/packedAddon';
import { answerOf } from '../helpers/runScript';

t.test('uid, gid and groups of others, asked for by a host without rights', async (t) => {
  const { refused, residue } = await answerOf<Unprivileged>(
    require.resolve('../fixtures/unprivileged-host'),
    [],
    { env: addonForEveryone(t) },
  );
  t.ok(refused.length >= 4);
  for (const { launcher, asked, output, exitCode, spawnError, thrown } of refused) {
    const name = `${launcher}, ${JSON.stringify(asked)}`;
    const call = /^(setuid|setgid|setgroups)$/;
    t.match(output, /^set(uid|gid|groups)\(2\) failed\.: Operation not permitted\r\n$/, name);
    t.equal(exitCode, 1, `${name}: the program did not run`);
    t.match(spawnError, { code: 'EPERM', syscall: call }, `${name}: spawnError`);
    t.match(
      thrown,
      { code: 'EPERM', errno: -1, syscall: call, message: /Operation not permitted$/ },
      `${name}: thrown`,
    );
  }
  t.strictSame(residue, [], 'nothing is kept');
});
