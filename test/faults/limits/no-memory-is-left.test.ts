import { spawnSync } from 'node:child_process';
import t from 'tap';
import { answerOf } from '../../helpers/runScript';
import { checkHealed, checkRefusals } from './check';
import type { ShortOfMemory } from './memoryHost';

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

t.test(
  'the memory limit of a cgroup is reached',
  { skip: 'the kernel does not refuse then, it kills (memory.events: oom_kill)' },
  () => {},
);
