import { mkdirSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import type { HelperUse } from '../fixtures/helper-user';
import { folder } from '../helpers/folder';
import { packedAddon } from '../helpers/packedAddon';
import { answerOf } from '../helpers/runScript';

const SCRIPT = require.resolve('../fixtures/helper-user');

for (const name of ['with spaces', "l'été à Zürich", '日本語 😀', '--help', '$HOME "quoted"']) {
  t.test(`in a folder called ${name}`, async (t) => {
    const place = path.join(folder(t), name);
    mkdirSync(place);
    const { addon, helper } = packedAddon(place);
    const env = { FLATPTY_ADDON: addon, FLATPTY_LAUNCHER: 'posix_spawn' };
    const used = await answerOf<HelperUse>(SCRIPT, [], { env });
    t.match(used, { helper, output: /^\/dev\/pts\/\d+\r\n$/, exitCode: 3, residue: [] });
    t.equal(used.error, undefined);
  });
}
