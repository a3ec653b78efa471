// timeout: 240 s
import { type Row, testRows } from './lib/table';

const ALL_IN_USE = /RLIMIT_NOFILE is \d+, \d+ in use/;

const rows: Row[] = [
  {
    fault: 'epoll_create1:EMFILE',
    thrown: { code: 'EMFILE', syscall: 'epoll_create1', text: ALL_IN_USE },
  },
  { fault: 'epoll_create1:ENOMEM', thrown: { code: 'ENOMEM', syscall: 'epoll_create1' } },
  { fault: 'eventfd:EMFILE', thrown: { code: 'EMFILE', syscall: 'eventfd', text: ALL_IN_USE } },
  { fault: 'EPOLL_CTL_ADD@eventfd:ENOSPC', thrown: { code: 'ENOSPC', syscall: 'epoll_ctl' } },
  // dlopen(3) has no errno; the file is the addon itself.
  {
    fault: 'dlopen:ENOMEM',
    whens: ['always'],
    thrown: { code: 'ENOENT', syscall: 'dlopen', path: /\/pty\.node$/ },
  },
  {
    fault: 'dlopen:ENOMEM',
    whens: ['once'],
    fallback: 'what is not found among the loaded is asked for by its path',
  },
  { fault: 'pthread_attr_init:ENOMEM', thrown: { code: 'ENOMEM', syscall: 'pthread_attr_init' } },
  {
    fault: 'pthread_create:EAGAIN',
    thrown: {
      code: 'EAGAIN',
      syscall: 'pthread_create',
    },
  },
];

testRows([
  ...rows.map((row): Row => ({ ...row, first: true })),
  { ...(rows[0] as Row), first: true, use: 'open' },
  { ...(rows.at(-1) as Row), first: true, use: 'native.fork' },
]);
