// timeout: 120 s
// As an installed Electron program lies on the disk: beside its archive, owned by root, not writable, and by the
// packer's fault without execute permission. Where a launcher needs spawn-helper, a copy of it serves.
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { GOOD, SOURCES } from '../helpers/bundle';
import { installAsNodePty } from '../helpers/dropin';
import { folder } from '../helpers/folder';
import { launchers } from '../helpers/launcherNames';
import { noOtherUser, otherUser } from '../helpers/otherUser';
import { runProgram } from '../helpers/runScript';

function makeReadOnly(place: string): void {
  for (const entry of fs.readdirSync(place, { withFileTypes: true })) {
    const file = path.join(place, entry.name);
    if (entry.isDirectory()) makeReadOnly(file);
    else fs.chmodSync(file, 0o444);
  }
  fs.chmodSync(place, 0o555);
}

for (const launcher of launchers) {
  t.test(`launcher ${launcher}, as a user who may only read`, { skip: noOtherUser }, async (t) => {
    const place = folder(t);
    const unpacked = path.join(place, 'resources/app.asar.unpacked');
    await installAsNodePty(unpacked);
    const program = path.join(unpacked, 'main.cjs');
    fs.writeFileSync(program, SOURCES['main.cjs']);
    makeReadOnly(place);
    const env = { FLATPTY_LAUNCHER: launcher, HOME: '/' };
    const { stdout, stderr } = await runProgram(process.execPath, [program], { env, ...otherUser });
    t.strictSame(JSON.parse(stdout || '{}'), GOOD, stderr);
  });
}
