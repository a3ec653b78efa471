// timeout: 120 s
import { LIST_DESCRIPTORS } from '../helpers/descriptors';
import { type Row, testRows } from './lib/table';

// 100 is what the host was started with, and not close-on-exec.
const closeRange = ['ENOSYS', 'EPERM'].flatMap((code): Row[] => {
  const row: Omit<Row, 'fault'> = {
    args: ['-c', `${LIST_DESCRIPTORS}; exit 7`],
    output: /^0 \S+\r\n1 \S+\r\n2 \S+\r\n$/,
    fallback: 'what /proc/self/fd lists is closed',
  };
  return [
    // clone's child asks the kernel itself, where no shim gets in between; test/child refuses it there.
    { ...row, fault: `close_range:${code}`, launcher: 'vfork' },
    { ...row, fault: `helper@close_range:${code}`, launcher: 'posix_spawn' },
  ];
});

const fallback = 'exits are asked for by timer';

testRows(
  [
    ...closeRange,
    { fault: 'pidfd_open:ENOSYS', fallback, launcher: 'each' },
    { fault: 'pidfd_open:EPERM', fallback, launcher: 'each' },
    { fault: 'pidfd_open:EMFILE', fallback, launcher: 'each' },
    { fault: 'EPOLL_CTL_ADD@pidfd:ENOSPC', fallback, launcher: 'each' },
    { fault: 'pidfd_open:ENOSYS', use: 'native.fork', fallback },
    {
      fault: 'epoll_wait:EINTR',
      whens: ['once', 'first=50'],
      // The I/O thread has to wait at least twice.
      args: ['-c', 'echo started; sleep 0.1; exit 7'],
      fallback: 'it is called again',
    },
    { fault: 'close@master:EINTR', fallback: 'the number is free all the same' },
    { fault: 'close@slave:EIO', fallback: 'the number is free all the same' },
  ],
  { conditions: { inherit: [100] } },
);
