// timeout: 240 s
import { type Row, testRows } from './lib/table';

const PTMX = { syscall: 'posix_openpt', path: '/dev/ptmx' };
const SLAVE = { syscall: 'open', path: /^\/dev\/pts\/\d+$/ };
const ALL_IN_USE = /RLIMIT_NOFILE is \d+, \d+ in use/;

// The steps that every terminal takes before anything is started.
const steps: Row[] = [
  { fault: 'posix_openpt:ENOSPC', thrown: { ...PTMX, code: 'ENOSPC', text: /\d+ in use/ } },
  { fault: 'grantpt:EACCES', thrown: { code: 'EACCES', syscall: 'grantpt' } },
  { fault: 'unlockpt:EIO', thrown: { code: 'EIO', syscall: 'unlockpt' } },
  { fault: 'ptsname_r:ENOTTY', thrown: { code: 'ENOTTY', syscall: 'ptsname_r' } },
  { fault: 'TIOCGPTPEER:ENOTTY', fallback: 'the slave is opened by its path' },
  { fault: 'TIOCGPTPEER:ENOTTY,open@slave:EACCES', thrown: { ...SLAVE, code: 'EACCES' } },
  { fault: 'TIOCSWINSZ:EIO', thrown: { code: 'EIO', syscall: 'ioctl(TIOCSWINSZ)' } },
  { fault: 'F_GETFL:EBADF', thrown: { code: 'EBADF', syscall: 'fcntl' } },
  { fault: 'F_SETFL@master:EPERM', thrown: { code: 'EPERM', syscall: 'fcntl' } },
];

testRows([
  ...steps,
  ...steps.map((row): Row => ({ ...row, use: 'open' })),
  ...steps.map((row): Row => ({ ...row, use: 'native.fork' })),
  // open() leaves the modes that the kernel gives.
  { fault: 'tcsetattr:EIO', thrown: { code: 'EIO', syscall: 'tcsetattr' } },
  { fault: 'tcsetattr:EIO', use: 'native.fork', thrown: { code: 'EIO', syscall: 'tcsetattr' } },
  { fault: 'F_SETFL@slave:EPERM', use: 'open', thrown: { code: 'EPERM', syscall: 'fcntl' } },
  { fault: 'posix_openpt:EMFILE', thrown: { ...PTMX, code: 'EMFILE', text: ALL_IN_USE } },
  {
    fault: 'posix_openpt:ENFILE',
    thrown: { ...PTMX, code: 'ENFILE', text: /fs\.file-max is \d+, \d+ in use/ },
  },
  { fault: 'posix_openpt:EACCES', thrown: { ...PTMX, code: 'EACCES' } },
  { fault: 'posix_openpt:ENOMEM', thrown: { ...PTMX, code: 'ENOMEM' } },
  { fault: 'posix_openpt:EIO', thrown: { ...PTMX, code: 'EIO' } },
  { fault: 'TIOCGPTPEER:EPERM', fallback: 'the slave is opened by its path' },
  { fault: 'TIOCGPTPEER:EIO,open@slave:EIO', thrown: { ...SLAVE, code: 'EIO' } },
  {
    fault: 'TIOCGPTPEER:EMFILE,open@slave:EMFILE',
    thrown: { ...SLAVE, code: 'EMFILE', text: ALL_IN_USE },
  },
]);
