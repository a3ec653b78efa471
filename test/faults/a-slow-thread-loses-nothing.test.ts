// timeout: 180 s
import { type StreamRow, testStreams } from './lib/streamTable';

// Pauses of 10 ms where a busy machine would make them: a program may have started, printed and
// ended before its spawn returns, and the other way round.
const print = { way: 'print', bytes: 100_000 } as const;
const both = (row: Pick<StreamRow, 'fault' | 'whens' | 'fresh'>): StreamRow[] => [
  { ...row, ...print },
  // More than the kernel takes at once, however slowly it is written.
  { ...row, way: 'echo', bytes: 200_000 },
];

testStreams([
  // Ended, its output unread, before spawn() has told JS that it exists.
  ...both({ fault: 'new@node:PAUSE', whens: ['always'], fresh: true }),
  ...both({ fault: 'new@flatpty:PAUSE', whens: ['always'], fresh: true }),
  // More than there are blocks that go round.
  { ...print, bytes: 1_000_000, fault: 'new[]@flatpty:PAUSE', whens: ['always'], fresh: true },
  { way: 'echo', bytes: 200_000, fault: 'new[]@flatpty:PAUSE', whens: ['always'], fresh: true },
  ...both({ fault: 'read@master:PAUSE', whens: ['first=50'] }),
  ...both({ fault: 'epoll_wait:PAUSE', whens: ['first=50'] }),
  ...both({ fault: 'EPOLL_CTL_MOD@master:PAUSE', whens: ['first=50'] }),
  { ...print, fault: 'EPOLL_CTL_ADD@master:PAUSE', whens: ['always'] },
  { ...print, fault: 'EPOLL_CTL_ADD@pidfd:PAUSE', whens: ['always'] },
  { ...print, fault: 'pidfd_open:PAUSE', whens: ['always'] },
  { ...print, fault: 'waitpid:PAUSE', whens: ['always'] },
  { ...print, fault: 'execve:PAUSE', whens: ['always'], launcher: 'vfork' },
]);
