import { openSync } from 'node:fs';
import { native } from 'flatpty';
import t from 'tap';
import { answerIn, conditionsFor } from '../helpers/conditions';

interface Thrown {
  spawn: NodeJS.ErrnoException;
  open: NodeJS.ErrnoException;
  fork: NodeJS.ErrnoException;
  nativeOpen: NodeJS.ErrnoException;
}

// Programs try again, or do without a terminal, when they find these words (stablyai/orca's retries,
// gemini-cli's fallback to child_process); Theia shows what follows the last colon.
t.test('no descriptor is to be had', async (t) => {
  const host = require.resolve('../fixtures/errors-that-programs-read');
  const thrown = answerIn<Thrown>(await conditionsFor(t)({ nofile: 40 }, host));
  for (const [name, error] of Object.entries(thrown) as [string, NodeJS.ErrnoException][]) {
    const words = /open/i.test(name) ? 'openpty(3) failed' : 'forkpty(3) failed';
    t.ok(error.message.includes(words), `${name}: ${error.message}`);
    t.match(error.message, /Too many open files$/, name);
    t.match(error, { code: 'EMFILE', errno: -24, syscall: 'posix_openpt' }, name);
  }
});

t.test('a failed resize is told in the words that VS Code and Theia compare', async (t) => {
  t.throws(() => native?.resize(-1, 80, 24, 0, 0), {
    message: 'ioctl(2) failed, EBADF',
    code: 'EBADF',
    errno: -9,
  });
  const file = openSync('/dev/null', 'r');
  t.throws(() => native?.resize(file, 80, 24, 0, 0), {
    message: 'ioctl(2) failed, ENOTTY',
    code: 'ENOTTY',
  });
});
