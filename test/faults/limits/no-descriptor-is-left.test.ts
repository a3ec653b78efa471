import t from 'tap';
import { answerIn, conditionsFor } from '../../helpers/conditions';
import { launchers } from '../../helpers/launcherNames';
import { checkHealed, checkRefusals } from './check';
import type { AtLimit } from './refusals';

const HOST = require.resolve('./descriptorHost');
const LIMIT = 96;
const met = { name: 'RLIMIT_NOFILE', value: LIMIT, inUse: LIMIT, scope: 'this process' };
const text = new RegExp(`RLIMIT_NOFILE is ${LIMIT}, ${LIMIT} in use.*: Too many open files$`);

// The status pipe, which clone does without (test/errors has what it needs).
const piping = launchers.filter((launcher) => launcher !== 'clone');

// The first step is refused, a later one: each opens one, and the last needs two.
for (const [free, syscall, names] of [
  [0, 'posix_openpt', launchers],
  [1, 'open', launchers],
  [2, 'pipe2', piping],
  [3, 'pipe2', piping],
] as const) {
  t.test(`RLIMIT_NOFILE is reached with ${free} to spare: EMFILE`, async (t) => {
    const end = await conditionsFor(t)({ nofile: LIMIT }, HOST, [`${free}`, ...names]);
    const answer = answerIn<AtLimit>(end);
    checkRefusals(
      t,
      answer.refusals,
      (launcher) => ({
        code: 'EMFILE',
        // vfork has a copy of the slave before its pipe.
        syscall: free === 2 && launcher === 'vfork' ? 'fcntl' : syscall,
        limit: met,
      }),
      text,
      names,
    );
    checkHealed(t, answer);
  });
}
