import { accessSync, chmodSync, constants, existsSync } from 'node:fs';
import t from 'tap';
import type { HelperUse } from '../fixtures/helper-user';
import { folder } from '../helpers/folder';
import { noOtherUser, otherUser } from '../helpers/otherUser';
import { packedAddon } from '../helpers/packedAddon';
import { answerOf, type ProgramOptions } from '../helpers/runScript';

const SCRIPT = require.resolve('../fixtures/helper-user');

function use(addon: string, options: ProgramOptions = {}): Promise<HelperUse> {
  const env = { FLATPTY_ADDON: addon, FLATPTY_LAUNCHER: 'posix_spawn' };
  return answerOf<HelperUse>(SCRIPT, [], { ...options, env: { ...options.env, ...env } });
}

// node-pty#850: archives made without modes lose it.
t.test('in place, when this user may', async (t) => {
  const { addon, helper } = packedAddon(folder(t));
  chmodSync(helper, 0o644);
  t.match(await use(addon), {
    helper,
    output: /^\/dev\/pts\/\d+\r\n$/,
    exitCode: 3,
    error: undefined,
    residue: [],
  });
  accessSync(helper, constants.X_OK);
});

t.test('in a copy that goes with the process, when not', { skip: noOtherUser }, async (t) => {
  const place = folder(t);
  chmodSync(place, 0o755);
  const { addon, helper } = packedAddon(place);
  chmodSync(helper, 0o644);
  const temporary = folder(t);
  chmodSync(temporary, 0o777);
  const { helper: used, ...rest } = await use(addon, { ...otherUser, env: { TMPDIR: temporary } });
  t.match(rest, { output: /^\/dev\/pts\/\d+\r\n$/, exitCode: 3, error: undefined, residue: [] });
  t.ok(used.startsWith(`${temporary}/`), `${used} was executed`);
  t.notOk(existsSync(used), 'and removed');
  t.throws(() => accessSync(helper, constants.X_OK), 'the original is as it was');
});

t.test('in no way, when nothing can be written: an error', { skip: noOtherUser }, async (t) => {
  const place = folder(t);
  chmodSync(place, 0o755);
  const { addon, helper } = packedAddon(place);
  chmodSync(helper, 0o644);
  const env = { TMPDIR: '/no/such/folder' };
  const { error, residue } = await use(addon, { ...otherUser, env });
  t.match(error, { code: 'EACCES', syscall: 'posix_spawn', path: helper });
  t.ok(error?.message.includes(`chmod 755 '${helper}'`), 'with the cure');
  t.strictSame(residue, []);
});
