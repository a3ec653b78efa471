import t from 'tap';
import { leavesNothing } from '../lib/census';
import { run, watch } from '../lib/probe';

const SEQUENTIAL = Number(process.env.FLATPTY_TEST_SEQUENTIAL ?? 300);
const CONCURRENT = Number(process.env.FLATPTY_TEST_CONCURRENT ?? 50);

t.before(async () => {
  // What is made once and kept: the I/O thread, the pool, what Node opens lazily.
  await Promise.all(Array.from({ length: 4 }, () => run(['exit', '1'])));
  for (let i = 0; i < 4; i++) await run(['exit', '1']);
});

t.test(`${SEQUENTIAL} in sequence`, (t) =>
  leavesNothing(t, async () => {
    for (let i = 0; i < SEQUENTIAL; i++) {
      const { output, exitCode } = await run(['exit', `${i}`]);
      if (exitCode !== i || !output.includes('leaving')) t.fail(`${i}: ${exitCode} ${output}`);
    }
  }),
);

t.test(`${CONCURRENT} at once`, (t) =>
  leavesNothing(t, async () => {
    const all = Array.from({ length: CONCURRENT }, (_, i) => run(['exit', `${i}`]));
    (await Promise.all(all)).forEach(({ output, exitCode }, i) => {
      if (exitCode !== i || !output.includes('leaving')) t.fail(`${i}: ${exitCode} ${output}`);
    });
  }),
);

t.test('killed, destroyed and never read', (t) =>
  leavesNothing(t, async () => {
    for (let i = 0; i < 12; i++) {
      const program = watch(['stay']);
      if (i % 3 === 0) await program.seen('staying');
      if (i % 3 === 1) program.pty.pause();
      if (i % 2 === 0) program.pty.kill();
      else program.pty.destroy();
      await program.ended();
    }
  }),
);
