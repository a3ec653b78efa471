import path from 'node:path';
import t from 'tap';
import { noPidsCgroup, pidsCgroup } from '../../helpers/pidsCgroup';
import { answerOf } from '../../helpers/runScript';
import type { AtCgroupLimit } from './cgroupHost';
import { checkHealed, checkRefusals } from './check';

const HOST = require.resolve('./cgroupHost');

t.test('pids.max of a cgroup is reached: EAGAIN', { skip: noPidsCgroup() }, async (t) => {
  const folder = pidsCgroup(t);
  const answer = await answerOf<AtCgroupLimit>(HOST, [folder]);
  const { limit } = answer;
  const scope = `cgroup /${path.basename(folder)}`;
  checkRefusals(
    t,
    answer.refusals,
    () => ({ code: 'EAGAIN', limit: { name: 'pids.max', value: limit, inUse: limit, scope } }),
    new RegExp(`pids.max is ${limit}, ${limit} in use by ${scope}; .*TasksMax=.*unavailable$`),
  );
  checkHealed(t, answer);
});
