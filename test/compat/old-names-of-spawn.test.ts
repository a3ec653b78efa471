import { ended } from './facts/run';
import { withEach } from './libraries';

withEach('fork and createTerminal', async (t, { fork, createTerminal }) => {
  t.strictSame(await ended(fork('sh', ['-c', 'exit 3'], {})), { exitCode: 3, signal: 0 });
  t.strictSame(await ended(createTerminal('sh', ['-c', 'exit 4'], {})), { exitCode: 4, signal: 0 });
});
