// In a set-user-ID program the environment is the caller's and the rights are the owner's.
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { addonDir } from '#lib/addon/addon';
import { folder } from '../helpers/folder';
import { runProgram } from '../helpers/runScript';

const skip = process.getuid?.() === 0 ? false : 'only root can have two ids';
const USER = 61_234;

t.test('FLATPTY_ADDON and FLATPTY_LAUNCHER do not count there', { skip }, async (t) => {
  const place = folder(t);
  fs.chmodSync(place, 0o755);
  const addon = path.join(place, 'other.node');
  fs.copyFileSync(path.join(addonDir, 'pty.node'), addon);
  const env = { FLATPTY_ADDON: addon, FLATPTY_LAUNCHER: 'posix_spawn' };
  const script = (before: string) => `
    ${before}
    const { environmentOverride } = require(${JSON.stringify(path.join(__dirname, '../../lib/utils.js'))});
    console.log(JSON.stringify(['FLATPTY_ADDON', 'FLATPTY_LAUNCHER'].map((name) => environmentOverride(name) ?? null)));`;
  const asked = async (before: string) => {
    const end = await runProgram(process.execPath, ['-e', script(before)], { env });
    return end.stdout === '' ? end.stderr : JSON.parse(end.stdout);
  };
  t.strictSame(await asked(''), [addon, 'posix_spawn'], 'they do where the ids are the same');
  t.strictSame(await asked(`process.seteuid(${USER});`), [null, null], 'another effective user');
  t.strictSame(await asked(`process.setegid(${USER});`), [null, null], 'another effective group');
});
