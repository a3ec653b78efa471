import { spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import t from 'tap';
import type { ShortOfProcesses } from '../fixtures/host-short-of-processes';
import { launchers } from '../helpers/launcherNames';
import { noOtherUser, otherUser } from '../helpers/otherUser';
import { answerOf } from '../helpers/runScript';

const HOST = require.resolve('../fixtures/host-short-of-processes');
const skip =
  noOtherUser ?? (spawnSync('prlimit', ['--version']).error ? 'no prlimit(1) here' : undefined);

for (const launcher of launchers) {
  // An error, and neither an abort (node-pty: std::thread throws under a C caller) nor a leak.
  t.test(`EAGAIN for the I/O thread, and for the child (${launcher})`, { skip }, async (t) => {
    for (const [when, syscall] of [
      ['first', 'pthread_create'],
      // vfork is called in a thread of its own, which fails first, and as a fork would.
      ['later', launcher === 'vfork' ? 'fork' : launcher],
    ] as const) {
      const { errors, residue } = await answerOf<ShortOfProcesses>(HOST, [when], {
        ...otherUser,
        env: { FLATPTY_LAUNCHER: launcher },
      });
      const expected = { code: 'EAGAIN', syscall, errno: -constants.errno.EAGAIN };
      t.strictSame(errors, Array(10).fill(expected), `${when}: every spawn says so`);
      t.strictSame(residue, [], `${when}: nothing is left`);
    }
  });
}
