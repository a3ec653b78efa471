import { type Row, testRows } from './lib/table';

// With 0 and 1 closed in the host the master, the slave and the status pipe get these numbers, one
// after the other, and each is to be moved out of the way of the child's stdio.
const moved = {
  fault: 'F_DUPFD_CLOEXEC:EMFILE',
  closed: 2,
  thrown: { code: 'EMFILE', syscall: 'fcntl', text: /RLIMIT_NOFILE is \d+, \d+ in use/ },
};

const pipe: Row = { ...moved, title: 'the status pipe stays at 1', whens: ['nth=3'] };

testRows([
  { ...moved, title: 'the master stays at 0', whens: ['nth=1', 'always'] },
  { ...moved, title: 'the slave stays at 0', whens: ['nth=2'] },
  { ...pipe, launcher: 'vfork' },
  { ...pipe, launcher: 'posix_spawn' },
]);
