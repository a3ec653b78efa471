import { testRows } from './lib/table';

const thrown = { code: 'ENOSPC', syscall: 'epoll_ctl' };

testRows([
  { fault: 'EPOLL_CTL_ADD@master:ENOSPC', thrown, launcher: 'each' },
  { fault: 'EPOLL_CTL_ADD@master:ENOSPC', thrown, use: 'open' },
  { fault: 'EPOLL_CTL_ADD@slave:ENOSPC', thrown, use: 'open' },
  {
    fault: 'EPOLL_CTL_MOD@master:ENOMEM',
    args: ['-c', 'seq 60000; exit 7'],
    output: /^1\r\n2\r\n(.|\r|\n)*\n59999\r\n60000\r\n$/,
    fallback: 'it is watched anew',
  },
]);
