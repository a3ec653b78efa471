// timeout: 180 s
import { testStreams } from './lib/streamTable';

const echo = { way: 'echo', bytes: 300_000 } as const;

testStreams([
  { ...echo, fault: 'write@master:EINTR', whens: ['once', 'first=100'] },
  { ...echo, fault: 'write@master:EAGAIN', whens: ['once', 'nth=5', 'first=20'] },
  { ...echo, fault: 'write@master:SHORT', whens: ['once', 'first=2000'] },
  { way: 'echo', bytes: 30_000, fault: 'write@master:SHORT', whens: ['always'] },
  // tty_write() of the kernel allocates what it copies to.
  { ...echo, fault: 'write@master:ENOMEM', whens: ['once', 'nth=5'] },
  {
    ...echo,
    fault: 'write@master:EIO',
    whens: ['once', 'always'],
    lost: 'it can reach nobody and is dropped, without an error, as in node-pty',
  },
]);
