// timeout: 240 s
import { type StreamRow, testStreams } from './lib/streamTable';

const print = { way: 'print', bytes: 300_000 } as const;
const echo = { way: 'echo', bytes: 300_000 } as const;

const both = (row: Pick<StreamRow, 'fault' | 'whens'>): StreamRow[] => [
  { ...row, ...print },
  { ...row, ...echo },
];

testStreams([
  ...both({ fault: 'read@master:EINTR', whens: ['once', 'first=100'] }),
  ...both({ fault: 'read@master:EAGAIN', whens: ['once', 'nth=5', 'first=50'] }),
  ...both({ fault: 'read@master:SHORT', whens: ['once', 'first=2000'] }),
  { fault: 'read@master:SHORT', whens: ['always'], way: 'print', bytes: 30_000 },
  // No slave is open, or so it seems: not the end before the child is reaped.
  ...both({ fault: 'read@master:EIO', whens: ['once', 'nth=2', 'nth=7'] }),
  ...both({ fault: 'read@master:ENOMEM', whens: ['once', 'nth=4'] }),
  // What the kernel's buffer holds; a program that prints more is held back until it is killed.
  {
    way: 'print',
    bytes: 1000,
    fault: 'read@master:EIO',
    whens: ['always'],
    lost: 'there is nothing to be had, and the end comes all the same',
  },
]);
