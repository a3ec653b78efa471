// As on a mounted disk image. Without its execute bit it cannot be repaired there, so a copy runs.
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import type { HelperUse } from '../fixtures/helper-user';
import { folder } from '../helpers/folder';
import { packedAddon } from '../helpers/packedAddon';
import { runProgram } from '../helpers/runScript';

const SCRIPT = require.resolve('../fixtures/helper-user');

// A mount of its own: it goes with the last process of the namespace.
const MOUNT = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"';

const skip =
  process.platform === 'linux' && process.getuid?.() === 0 ? false : 'only root on Linux mounts';

async function useOn(volume: string, addon: string, temporary: string): Promise<HelperUse> {
  const program = [process.execPath, SCRIPT];
  const args = ['--mount', '/bin/sh', '-c', MOUNT, 'sh', volume, ...program];
  const env = { FLATPTY_ADDON: addon, FLATPTY_LAUNCHER: 'posix_spawn', TMPDIR: temporary };
  const { exitCode, stdout, stderr } = await runProgram('unshare', args, { env });
  t.equal(stderr, '');
  t.equal(exitCode, 0);
  return JSON.parse(stdout) as HelperUse;
}

for (const [what, mode] of [
  ['with its execute bit, in place', 0o755],
  ['without it, as a copy', 0o644],
] as const) {
  t.test(what, { skip }, async (t) => {
    const place = folder(t);
    const volume = path.join(place, 'volume');
    const temporary = path.join(place, 'tmp');
    mkdirSync(volume);
    mkdirSync(temporary);
    const { addon, helper } = packedAddon(volume);
    chmodSync(helper, mode);
    const used = await useOn(volume, addon, temporary);
    t.match(used, { output: /^\/dev\/pts\/\d+\r\n$/, exitCode: 3, residue: [] });
    t.equal(used.error, undefined);
    const isCopy = used.helper.startsWith(`${temporary}/`);
    t.equal(isCopy, mode === 0o644, used.helper);
  });
}
