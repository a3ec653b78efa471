import t from 'tap';
import type { Attempt } from '../fixtures/host-out-of-descriptors';
import { answerIn, conditionsFor } from '../helpers/conditions';

/** What the first terminal starts for good. */
const IO_THREAD = ['anon_inode:[eventfd]', 'anon_inode:[eventpoll]'];

t.test('for every number of free descriptors, from the first spawn of a process on', async (t) => {
  const host = require.resolve('../fixtures/host-out-of-descriptors');
  const attempts = answerIn<Attempt[]>(await conditionsFor(t)({ nofile: 96 }, host));
  const calls = [...new Set(attempts.map(({ what }) => what))];
  t.ok(calls.length >= 5, `${calls}`);
  const first = attempts.findIndex(({ what, error }) => !error && !what.startsWith('native'));
  for (const attempt of attempts) {
    const { what, free, error, exitCode, changed } = attempt;
    const name = `${what} with ${free} free`;
    if (error) {
      t.match(error, { code: 'EMFILE', errno: -24, syscall: String }, name);
      t.match(error.message, /Too many open files$/, name);
    } else {
      t.equal(exitCode ?? 6, 6, `${name}: the exit code is right`);
    }
    const kept = changed.map((entry) => entry.replace(/^new: \d+ /, ''));
    const expected = attempts.indexOf(attempt) === first ? IO_THREAD : [];
    t.strictSame(kept.sort(), expected, `${name}: the same descriptors before and after`);
  }
  for (const call of calls) {
    const ofCall = attempts.filter(({ what }) => what === call);
    t.ok(ofCall[0]?.error, `${call} fails with none`);
    t.notOk(ofCall.at(-1)?.error, `${call} works with enough`);
    const failed = ofCall.filter(({ error }) => error).length;
    t.comment(`${call} needs ${failed} descriptors`);
  }
});
