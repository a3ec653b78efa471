import { spawnSync } from 'node:child_process';
import path from 'node:path';
import t from 'tap';
import { cgroupWith, noCgroup } from '../../helpers/pidsCgroup';
import { answerOf } from '../../helpers/runScript';
import { answerFrom, noShim, shimFor } from '../lib/shim';
import { checkHealed, checkRefusals } from './check';
import type { InFullCgroup } from './memoryCgroupHost';
import type { ShortOfMemory } from './memoryHost';

const CGROUP_HOST = require.resolve('./memoryCgroupHost');
const HOST = require.resolve('./memoryHost');
const skip = spawnSync('prlimit', ['--version']).error ? 'no prlimit(1) here' : false;

t.test('RLIMIT_AS is reached: ENOMEM', { skip }, async (t) => {
  const answer = await answerOf<ShortOfMemory>(HOST);
  const met = { name: 'RLIMIT_AS', value: answer.limit, scope: 'this process' };
  const refusal = { code: 'ENOMEM', syscall: 'malloc', limit: met };
  const text = new RegExp(`RLIMIT_AS is ${answer.limit}, \\d+ in use.*: Cannot allocate memory$`);
  checkRefusals(t, answer.refusals, () => refusal, text);
  checkHealed(t, answer);
});

// The limit is real and nearly reached. The refusal is injected, because the kernel does not refuse at this
// limit: it kills (memory.events: oom_kill).
t.test(
  'the memory of a cgroup is nearly used up: ENOMEM names it',
  { skip: noShim ?? noCgroup('memory') },
  async (t) => {
    const folder = cgroupWith(t, 'memory');
    const words = ['vfork:ENOMEM', folder];
    const { limit, error } = answerFrom<InFullCgroup>(await shimFor(t)(CGROUP_HOST, words));
    t.match(error, {
      code: 'ENOMEM',
      limit: { name: /^memory\./, value: limit, scope: `cgroup /${path.basename(folder)}` },
    });
    t.match(error.message, /MemoryMax= in systemd.*: Cannot allocate memory$/);
  },
);
