import { constants } from 'node:os';
import t from 'tap';
import { helperCure } from '#lib/addon/helperCure';

const { EACCES, EPERM } = constants.errno;
const EBADARCH = 86;
const FILE = "/Users/it's/my apps/spawn-helper";
const WORD = "'/Users/it'\\''s/my apps/spawn-helper'";

const cases: Array<[platform: NodeJS.Platform, error: number, names: string[], not: string[]]> = [
  ['linux', EACCES, [`chmod 755 ${WORD}`, 'noexec'], ['xattr', 'Rosetta']],
  ['darwin', EACCES, [`chmod 755 ${WORD}`, `xattr -d com.apple.quarantine ${WORD}`], ['Rosetta']],
  ['darwin', EPERM, ['xattr -d com.apple.quarantine', 'hardened runtime', 'codesign'], ['chmod']],
  ['darwin', EBADARCH, ['softwareupdate --install-rosetta', 'arm64'], ['chmod', 'xattr']],
];

for (const [platform, error, names, not] of cases) {
  t.test(`errno ${error} on ${platform}`, async (t) => {
    const cure = helperCure(FILE, error, platform);
    for (const text of names) t.ok(cure.includes(text), text);
    for (const text of not) t.notOk(cure.includes(text), `nothing of ${text}`);
    t.match(cure, /, or install flatpty again$/);
  });
}
