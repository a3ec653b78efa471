import path from 'node:path';
import t from 'tap';
import { noPidsCgroup, pidsCgroup } from '../../helpers/pidsCgroup';
import { answerOf } from '../../helpers/runScript';
import type { AtCgroupLimit } from './cgroupHost';
import { checkHealed, checkRefusals } from './check';

const HOST = require.resolve('./cgroupHost');

for (const [name, inner] of [
  ['of its own', []],
  ['above its own, which has no limit', ['inner']],
] as const) {
  t.test(`pids.max of the cgroup ${name} is reached`, { skip: noPidsCgroup() }, async (t) => {
    const folder = pidsCgroup(t);
    const answer = await answerOf<AtCgroupLimit>(HOST, [folder, ...inner]);
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
}
