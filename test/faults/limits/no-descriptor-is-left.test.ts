import t from 'tap';
import { answerIn, conditionsFor } from '../../helpers/conditions';
import { checkHealed, checkRefusals } from './check';
import type { AtLimit } from './refusals';

const HOST = require.resolve('./descriptorHost');
const LIMIT = 96;
const text = new RegExp(`RLIMIT_NOFILE is ${LIMIT}, ${LIMIT} in use.*: Too many open files$`);

// The first step is refused, a later one: each opens one, and the last needs two.
for (const [free, syscall] of [
  [0, 'posix_openpt'],
  [1, 'open'],
  [2, 'pipe2'],
  [3, 'pipe2'],
] as const) {
  t.test(`RLIMIT_NOFILE is reached with ${free} to spare: EMFILE`, async (t) => {
    const end = await conditionsFor(t)({ nofile: LIMIT }, HOST, [String(free)]);
    const answer = answerIn<AtLimit>(end);
    checkRefusals(t, answer.refusals, () => ({ code: 'EMFILE', syscall }), text);
    checkHealed(t, answer);
  });
}
