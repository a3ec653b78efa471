// timeout: 120 s
import t from 'tap';
import { noPidsCgroup, pidsCgroup } from '../../helpers/pidsCgroup';
import { answerOf } from '../../helpers/runScript';
import { isFullSize } from '../../helpers/scale';
import type { ManyFailures } from './manyFailuresHost';

const HOST = require.resolve('./manyFailuresHost');
const TIMES = isFullSize ? 10_000 : 1000;

t.test(
  `${TIMES} at the limit of a cgroup, then one free slot`,
  { skip: noPidsCgroup() },
  async (t) => {
    const answer = await answerOf<ManyFailures>(HOST, [pidsCgroup(t), `${TIMES}`], {
      limitMs: 100_000,
    });
    t.strictSame(answer.failed, { EAGAIN: TIMES });
    t.strictSame(answer.residue, [], 'nothing is kept');
    t.equal(answer.tasks[1], answer.tasks[0], 'no task is left');
    t.equal(answer.exitCode, 7, 'the slot is used');
  },
);
