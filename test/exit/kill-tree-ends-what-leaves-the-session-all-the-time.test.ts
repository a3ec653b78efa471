// timeout: 120 s
import t, { type Test } from 'tap';
import type { ContainedAnswer } from '../fixtures/kill-tree-contained-host';
import { compile } from '../helpers/compile';
import { answerIn } from '../helpers/conditions';
import { noOwnCgroup, ownCgroup } from '../helpers/ownCgroup';
import { noPidNamespace, runInPidNamespace } from '../helpers/pidNamespace';
import { isFullSize } from '../helpers/scale';

const HOST = require.resolve('../fixtures/kill-tree-contained-host');
const PID_MAX = 400;
const TIMES = isFullSize ? 5 : 1;
const WAYS = ['chain of sessions', 'bomb of sessions'];

async function endsAll(t: Test, program: string, how: string, by: string): Promise<void> {
  const end = await runInPidNamespace(PID_MAX, HOST, [program, how, by], { limitMs: 60_000 });
  const answer = answerIn<ContainedAnswer>(end);
  t.equal(answer.living, 0, `${how}: nothing of it is left`);
  t.equal(answer.livingLater, 0, `${how}: and nothing comes back`);
  t.ok(answer.bystanderLives, 'another session is not touched');
  t.equal(answer.exitCode, 7, 'the next spawn works');
}

t.test('found below the program, to which orphans come', { skip: noPidNamespace() }, async (t) => {
  const program = compile(t, 'multiplies.c');
  for (const how of WAYS) {
    for (let time = 1; time <= TIMES; time++) await endsAll(t, program, how, 'subreaper');
  }
});

t.test(
  'killed with the cgroup that it is in',
  { skip: noPidNamespace() || noOwnCgroup() },
  async (t) => {
    const program = compile(t, 'multiplies.c');
    for (const how of WAYS) {
      for (let time = 1; time <= TIMES; time++) await endsAll(t, program, how, ownCgroup(t));
    }
  },
);
