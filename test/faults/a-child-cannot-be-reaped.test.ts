import { testRows } from './lib/table';

testRows([
  {
    fault: 'waitpid:EINTR',
    whens: ['once', 'first=5'],
    launcher: 'each',
    fallback: 'it is asked again',
  },
  {
    title: 'waitpid:EINTR, exits asked for by timer',
    fault: 'pidfd_open:ENOSYS,waitpid:EINTR',
    whens: ['first=5'],
    fallback: 'it is asked again',
  },
  {
    fault: 'waitpid:ECHILD',
    launcher: 'each',
    exitCode: -1,
    fallback: 'somebody else has reaped it, which is told as exit code -1',
  },
]);
