// timeout: 300 s
import { type Row, testRows } from './lib/table';

const SH = '/bin/sh';
const options = { cwd: '/' };

/** The same fault in the child of a vfork, and in the helper, where the kernel has to do it. */
function inBoth(call: string, inHelper: string, code: string, row: Partial<Row> = {}): Row[] {
  const failed = { code, syscall: call, path: SH };
  return [
    { fault: `${call}:${code}`, launcher: 'vfork', failed, ...row },
    {
      title: `${inHelper}:${code}`,
      fault: `helper@${inHelper}:${code}`,
      launcher: 'posix_spawn',
      failed,
      ...row,
    },
  ];
}

testRows([
  ...inBoth('rt_sigaction', 'rt_sigaction', 'EINVAL', {
    failed: { code: 'EINVAL', syscall: 'sigaction', path: SH },
  }),
  ...inBoth('sigprocmask', 'rt_sigprocmask', 'EINVAL'),
  {
    fault: 'setsid:EPERM',
    launcher: 'vfork',
    failed: { code: 'EPERM', syscall: 'setsid', path: SH },
  },
  ...inBoth('TIOCSCTTY', 'ioctl', 'EPERM', {
    failed: { code: 'EPERM', syscall: 'ioctl(TIOCSCTTY)', path: SH },
  }),
  ...inBoth('dup2', 'dup2', 'EIO'),
  // Half of the step that is told by its other half.
  ...inBoth('F_SETFD', 'fcntl', 'EBADF', {
    failed: { code: 'EBADF', syscall: 'dup2', path: SH },
  }),
  ...inBoth('chdir', 'chdir', 'EIO', {
    options,
    failed: { code: 'EIO', syscall: 'chdir', path: '/' },
  }),
  ...inBoth('chdir', 'chdir', 'EACCES', {
    options,
    failed: { code: 'EACCES', syscall: 'chdir', path: '/' },
  }),
  ...['E2BIG', 'ENOMEM', 'ETXTBSY', 'EACCES', 'ELOOP'].flatMap((code) =>
    inBoth('execve', 'execve', code),
  ),
  {
    fault: 'execve:ENOMEM',
    use: 'native.fork',
    launcher: 'vfork',
    failed: { code: 'ENOMEM', syscall: 'execve', path: SH },
  },
]);
