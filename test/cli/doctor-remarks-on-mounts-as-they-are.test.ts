// timeout: 120 s
// Really so, in a mount namespace: what doctor reads of mounts and devices is the kernel's.
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import type { DoctorResult } from '#lib/cli/doctor';
import { CLI } from '../helpers/cli';
import { folder } from '../helpers/folder';
import { noMountNamespace } from '../helpers/mountNamespace';
import { runProgram } from '../helpers/runScript';

const skip = noMountNamespace();

/** What doctor remarks after the shell has run `script`, with `$1` as given. */
async function remarksAfter(script: string, argument: string, cli = CLI): Promise<string[]> {
  const words = ['-m', 'sh', '-c', `set -e; ${script}; shift; exec "$@"`, 'sh', argument];
  const doctor = [process.execPath, cli, 'doctor', '--json', '--count', '1'];
  const { stdout, stderr } = await runProgram('unshare', [...words, ...doctor]);
  if (stdout === '') throw new Error(stderr);
  const { facts } = JSON.parse(stdout) as DoctorResult;
  return facts.remarks.map(({ about, detail }) => `${about}: ${detail}`);
}

const has = (remarks: string[], pattern: RegExp) => remarks.some((text) => pattern.test(text));

t.test('a devpts of another group, which every user may write to', { skip }, async (t) => {
  const script = 'mount -t devpts -o newinstance,ptmxmode=0666,mode=666,gid=77 devpts /dev/pts';
  const remarks = await remarksAfter(script, '');
  t.ok(has(remarks, /^devpts: terminals belong to group 77, not tty \(\d+\): remount with gid=/));
  t.ok(has(remarks, /^devpts: terminals have mode 666, which every user can use/));
});

t.test('no devpts, and no /dev/ptmx', { skip }, async (t) => {
  // A /dev of its own that has what node needs.
  const script = `mount -t tmpfs dev "$1"
    for name in null zero random urandom; do touch "$1/$name"; mount --bind /dev/$name "$1/$name"; done
    mount --rbind "$1" /dev`;
  const remarks = await remarksAfter(script, folder(t));
  t.ok(has(remarks, /^devpts: \/dev\/ptmx is missing: ln -s pts\/ptmx \/dev\/ptmx$/), `${remarks}`);
  t.ok(has(remarks, /^devpts: no devpts is mounted on \/dev\/pts/));
});

t.test('a /dev/ptmx that may not be opened', { skip }, async (t) => {
  // Root may open whatever is there: so another user looks.
  const script =
    'mount -t devpts -o newinstance,ptmxmode=0600 devpts /dev/pts; mount --bind /dev/pts/ptmx /dev/ptmx';
  const asOther = 'set -- x setpriv --reuid=61238 --regid=61238 --clear-groups "$@"; ';
  const words = ['-m', 'sh', '-c', `set -e; ${script}; ${asOther} shift; exec "$@"`, 'sh'];
  const doctor = [process.execPath, CLI, 'doctor', '--json', '--count', '1'];
  const { stdout } = await runProgram('unshare', [...words, ...doctor]);
  const { facts } = JSON.parse(stdout) as DoctorResult;
  const remarks = facts.remarks.map(({ detail }) => detail);
  t.ok(has(remarks, /^\/dev\/ptmx may not be opened: .*ptmxmode=0666/), `${remarks}`);
});

t.test('a package on a mount that nothing may be run from', { skip }, async (t) => {
  const copy = folder(t);
  const root = path.join(__dirname, '../..');
  mkdirSync(path.join(copy, 'build'));
  for (const name of [
    'lib',
    'package.json',
    'build/Release/pty.node',
    'build/Release/spawn-helper',
  ]) {
    cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  }
  const script = 'mount --bind "$1" "$1"; mount -o remount,bind,noexec,nosuid "$1"';
  const remarks = await remarksAfter(script, copy, path.join(copy, 'lib/cli.js'));
  t.ok(has(remarks, /^helper: .*, where spawn-helper lies, is mounted noexec/), `${remarks}`);
  t.ok(has(remarks, /^helper: .* is mounted nosuid/));
});
