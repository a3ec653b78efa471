import t from 'tap';
import type { OverBefore } from '../fixtures/over-before-spawn-returns';
import { compile } from '../helpers/compile';
import { answerOf } from '../helpers/runScript';

// More than a read at a time, less than what makes flatpty hold the program back.
for (const bytes of [10, 70_000, 200_000]) {
  t.test(`all ${bytes} bytes arrive, then close, then exit`, async (t) => {
    const shim = compile(t, 'late_spawn.c', ['-shared', '-fPIC', '-ldl']);
    const script = require.resolve('../fixtures/over-before-spawn-returns');
    const env = { LD_PRELOAD: shim };
    const answer = await answerOf<OverBefore>(script, [`${bytes}`], { env });
    t.equal(answer.alive, false, 'the program was over');
    t.equal(answer.difference, 'same');
    t.equal(answer.exitCode, 0);
    t.strictSame([...new Set(answer.events)], ['data', 'close', 'exit']);
    t.strictSame(answer.events.slice(-2), ['close', 'exit']);
  });
}
