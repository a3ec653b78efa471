// timeout: 120 s
import { needsRoot } from '../helpers/identity';
import { type Row, testRows } from './lib/table';

const SH = '/bin/sh';
const options = { uid: 65534, gid: 65534 };

function inBoth(call: string, code: string): Row[] {
  const row: Omit<Row, 'fault'> = {
    options,
    failed: { code, syscall: call, path: SH },
    skip: needsRoot,
  };
  return [
    { ...row, fault: `${call}:${code}`, launcher: 'vfork' },
    { ...row, fault: `helper@${call}:${code}`, launcher: 'posix_spawn' },
  ];
}

testRows([
  ...inBoth('setgroups', 'EPERM'),
  ...inBoth('setgroups', 'ENOMEM'),
  ...inBoth('setgid', 'EPERM'),
  ...inBoth('setuid', 'EPERM'),
  ...inBoth('setuid', 'EAGAIN'),
]);
