import { spawnSync } from 'node:child_process';
import t from 'tap';
import { noOtherUser } from '../../helpers/otherUser';
import { answerOf } from '../../helpers/runScript';
import { checkHealed, checkRefusals } from './check';
import type { ShortOfProcesses } from './processHost';

const HOST = require.resolve('./processHost');
// Of its own, since what other tests run as another user would count.
const UID = 61_235;
const skip =
  noOtherUser ?? (spawnSync('prlimit', ['--version']).error ? 'no prlimit(1) here' : false);

// node-pty's thread constructor throws under a C caller here, which aborts the process.
t.test(
  'RLIMIT_NPROC is reached: EAGAIN for the thread, then for the child',
  { skip },
  async (t) => {
    const answer = await answerOf<ShortOfProcesses>(HOST, [], { uid: UID, gid: UID });
    const { limit } = answer;
    const text = new RegExp(
      `RLIMIT_NPROC is ${limit}, ${limit} in use by user ${UID}; .*nproc in /etc/security/limits.conf.*: Resource temporarily unavailable$`,
    );
    const met = { name: 'RLIMIT_NPROC', value: limit, inUse: limit, scope: `user ${UID}` };
    const thread = { code: 'EAGAIN', syscall: 'pthread_create', limit: met };
    checkRefusals(t, answer.threadRefusals, () => thread, text);
    t.strictSame(answer.threadResidue, [], 'nothing is kept');
    const process = (launcher: string) => ({
      code: 'EAGAIN',
      limit: met,
      // vfork is called on a thread of its own, which fails first, and as a fork would.
      syscall: launcher === 'vfork' ? 'fork' : launcher,
    });
    checkRefusals(t, answer.refusals, process, text);
    checkHealed(t, answer);
  },
);
