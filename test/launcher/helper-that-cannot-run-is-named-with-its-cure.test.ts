import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import t from 'tap';
import type { HelperUse } from '../fixtures/helper-user';
import { folder } from '../helpers/folder';
import { packedAddon } from '../helpers/packedAddon';
import { answerOf } from '../helpers/runScript';

const { ENOENT, EACCES, ENOEXEC } = constants.errno;

const cases: Record<string, { spoil: (helper: string) => void; code: string; errno: number }> = {
  'is missing': { spoil: (helper) => rmSync(helper), code: 'ENOENT', errno: ENOENT },
  'is a folder': {
    spoil: (helper) => {
      rmSync(helper);
      mkdirSync(helper);
    },
    code: 'EACCES',
    errno: EACCES,
  },
  // As after an install for another platform; glibc's posix_spawn does not take it for a script.
  'is no program of this machine': {
    spoil: (helper) => {
      writeFileSync(helper, '\x7fELF of another world');
      chmodSync(helper, 0o755);
    },
    code: 'ENOEXEC',
    errno: ENOEXEC,
  },
};

for (const [what, { spoil, code, errno }] of Object.entries(cases)) {
  t.test(`spawn() throws, even by default, when spawn-helper ${what}`, async (t) => {
    const { addon, helper } = packedAddon(folder(t));
    spoil(helper);
    const env = { FLATPTY_ADDON: addon, FLATPTY_LAUNCHER: 'posix_spawn' };
    const script = require.resolve('../fixtures/helper-user');
    const { error, residue } = await answerOf<HelperUse>(script, [], { env });
    t.match(error, {
      name: 'Error',
      code,
      errno: -errno,
      syscall: 'posix_spawn',
      path: helper,
      spawnargs: ['-c', 'tty; exit 3'],
    });
    t.ok(error?.message.includes(helper), 'the text names the helper');
    t.match(error?.message, /make it executable|install flatpty again/, 'and the cure');
    t.strictSame(residue, [], 'nothing is left open');
  });
}
