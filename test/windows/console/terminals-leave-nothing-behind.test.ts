// timeout: 280 s
import t, { type Test } from 'tap';
import { census, settled } from '../lib/census';
import { run, watch } from '../lib/probe';

const SEQUENTIAL = Number(process.env.FLATPTY_TEST_SEQUENTIAL ?? 60);
const CONCURRENT = Number(process.env.FLATPTY_TEST_CONCURRENT ?? 20);

/** Threads of the pool come and go by themselves. */
const POOL_THREADS = 8;

async function compare(t: Test, work: () => Promise<void>): Promise<void> {
  const before = census();
  await work();
  const after = await settled(before);
  t.equal(after.handles, before.handles, 'handles');
  t.ok(after.processes <= before.processes, `processes ${before.processes}, ${after.processes}`);
  t.ok(
    after.threads <= before.threads + POOL_THREADS,
    `threads ${before.threads}, ${after.threads}`,
  );
}

t.before(async () => {
  // What is made once and kept: the I/O thread, the pool, what Node opens lazily.
  await Promise.all(Array.from({ length: 4 }, () => run(['exit', '1'])));
  for (let i = 0; i < 4; i++) await run(['exit', '1']);
});

t.test(`${SEQUENTIAL} in sequence`, (t) =>
  compare(t, async () => {
    for (let i = 0; i < SEQUENTIAL; i++) {
      const { output, exitCode } = await run(['exit', `${i}`]);
      if (exitCode !== i || !output.includes('leaving')) t.fail(`${i}: ${exitCode} ${output}`);
    }
  }),
);

t.test(`${CONCURRENT} at once`, (t) =>
  compare(t, async () => {
    const all = Array.from({ length: CONCURRENT }, (_, i) => run(['exit', `${i}`]));
    (await Promise.all(all)).forEach(({ output, exitCode }, i) => {
      if (exitCode !== i || !output.includes('leaving')) t.fail(`${i}: ${exitCode} ${output}`);
    });
  }),
);

t.test('killed, destroyed and never read', (t) =>
  compare(t, async () => {
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
