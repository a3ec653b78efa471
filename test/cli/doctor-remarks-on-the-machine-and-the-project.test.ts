import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import t from 'tap';
import type { DoctorResult } from '#lib/cli/doctor';
import {
  addonRemarks,
  devptsRemarks,
  helperRemarks,
  parseMounts,
  projectRemarks,
} from '#lib/cli/doctorMachine';
import { CLI } from '../helpers/cli';
import { conditionsFor } from '../helpers/conditions';
import { folder } from '../helpers/folder';

const devpts = (options: string) =>
  parseMounts(`30 24 0:26 / /dev/pts rw,nosuid shared:4 - devpts devpts rw,${options}`);
const details = (remarks: { detail: string }[]) => remarks.map(({ detail }) => detail);

t.test('devpts: mounted, usable, with the right group and mode', async (t) => {
  const good = {
    mounts: devpts('gid=5,mode=620,ptmxmode=000'),
    kernel: '6.1.0',
    ttyGroup: 5,
    ptmx: 'usable',
  } as const;
  t.strictSame(devptsRemarks(good), []);
  t.strictSame(devptsRemarks({ ...good, mounts: devpts('mode=600') }), [], "a container's");
  t.match(details(devptsRemarks({ ...good, ptmx: 'missing' })), [/\/dev\/ptmx is missing/]);
  t.match(details(devptsRemarks({ ...good, ptmx: 'refused' })), [
    /may not be opened.*ptmxmode=0666/,
  ]);
  t.match(details(devptsRemarks({ ...good, mounts: [] })), [/no devpts is mounted/]);
  const hidden = [...good.mounts, ...parseMounts('31 24 0:27 / /dev rw - tmpfs dev rw')];
  t.match(details(devptsRemarks({ ...good, mounts: hidden })), [/no devpts is mounted/]);
  t.match(details(devptsRemarks({ ...good, ttyGroup: 7 })), [/group 5, not tty \(7\).*gid=7/]);
  t.match(details(devptsRemarks({ ...good, mounts: devpts('mode=000') })), [/owner cannot use/]);
  t.match(details(devptsRemarks({ ...good, mounts: devpts('mode=666') })), [/every user can use/]);
  t.match(details(devptsRemarks({ ...good, kernel: '4.4.0' })), [/without newinstance/]);
  const old = { ...good, kernel: '4.4.0', mounts: devpts('newinstance,mode=620') };
  t.strictSame(devptsRemarks(old), []);
});

t.test('the mount that the helper lies on', async (t) => {
  const mounts = parseMounts(
    ['1 0 8:1 / / rw - ext4 /dev/sda1 rw', '2 1 8:2 / /a\\040b rw,noexec,nosuid - ext4 x rw'].join(
      '\n',
    ),
  );
  t.strictSame(helperRemarks(mounts, '/usr/lib/spawn-helper'), []);
  t.match(details(helperRemarks(mounts, '/a b/c/spawn-helper')), [/^\/a b,.*noexec/, /nosuid/]);
});

function install(project: string, place: string, name: string, version: string): string {
  const made = path.join(project, 'node_modules', place);
  mkdirSync(made, { recursive: true });
  writeFileSync(path.join(made, 'package.json'), JSON.stringify({ name, version }));
  return made;
}

t.test('packages: an alias that is still node-pty, and two copies', async (t) => {
  const project = folder(t);
  install(project, 'node-pty', 'node-pty', '1.1.0');
  t.strictSame(projectRemarks(project), [], 'a project without flatpty');
  const copy = install(project, 'flatpty', 'flatpty', '0.1.0');
  t.match(projectRemarks(project), [{ about: 'alias', detail: /node-pty 1\.1\.0.*overrides/ }]);
  install(project, 'node-pty', 'flatpty', '0.1.0');
  t.match(projectRemarks(project), [{ about: 'copies', detail: /2 times.*0\.1\.0 in / }]);
  const linked = folder(t);
  mkdirSync(path.join(linked, 'node_modules'));
  for (const name of ['flatpty', 'node-pty']) {
    symlinkSync(copy, path.join(linked, 'node_modules', name));
  }
  t.strictSame(
    projectRemarks(linked),
    [],
    'one copy with two names, as pnpm and workspaces link it',
  );
  install(project, 'node-pty', 'other', '1.0.0');
  install(project, '@scope/editor/node_modules/node-pty', 'node-pty', '1.2.0');
  t.match(projectRemarks(project), [{ about: 'alias', detail: /@scope\/editor.*1\.2\.0/ }]);
});

t.test('an addon that is older than the one of the package', async (t) => {
  const made = folder(t);
  const [built, prebuild] = [path.join(made, 'built.node'), path.join(made, 'pty.node')];
  for (const file of [built, prebuild]) writeFileSync(file, '');
  utimesSync(built, 1000, 1000);
  t.match(addonRemarks(built, prebuild), [{ about: 'addon', detail: /is older than/ }]);
  utimesSync(prebuild, 500, 500);
  t.strictSame(addonRemarks(built, prebuild), []);
  t.strictSame(addonRemarks(prebuild, prebuild), []);
});

const linux = process.platform === 'linux' ? false : 'Linux only';

t.test('system calls that a filter refuses', { skip: linux }, async (t) => {
  const [PIDFD_OPEN, CLOSE_RANGE] = [434, 436];
  const { EPERM, ENOSYS } = constants.errno;
  const refuse: [number, number][] = [
    [PIDFD_OPEN, EPERM],
    [CLOSE_RANGE, ENOSYS],
  ];
  const args = ['doctor', '--json', '--count', '1'];
  const { stdout } = await conditionsFor(t)({ refuse }, CLI, args);
  const { facts } = JSON.parse(stdout) as DoctorResult;
  t.strictSame(facts.native?.refusedSystemCalls, ['pidfd_open', 'close_range']);
  const about = facts.remarks.filter((remark) => remark.about === 'kernel');
  t.match(details(about), [/filter refuses pidfd_open/, /filter refuses close_range/]);
  const CLONE = process.arch === 'x64' ? 56 : 220;
  const PIDFD_SEND_SIGNAL = 424;
  const others: [number, number][] = [
    [CLONE, EPERM],
    [PIDFD_SEND_SIGNAL, EPERM],
  ];
  const second = JSON.parse((await conditionsFor(t)({ refuse: others }, CLI, args)).stdout);
  t.strictSame(second.facts.native.refusedSystemCalls, ['pidfd_send_signal', 'clone']);
});
