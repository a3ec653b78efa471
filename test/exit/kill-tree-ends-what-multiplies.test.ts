import t from 'tap';
import type { KillTreeAnswer } from '../fixtures/kill-tree-host';
import { compile } from '../helpers/compile';
import { answerIn } from '../helpers/conditions';
import { noPidNamespace, runInPidNamespace } from '../helpers/pidNamespace';
import { scaled } from '../helpers/scale';

const HOST = require.resolve('../fixtures/kill-tree-host');
const PID_MAX = 400;
const TIMES = scaled(3, 1);

t.test('what multiplies or starts itself again is gone', { skip: noPidNamespace() }, async (t) => {
  const program = compile(t, 'multiplies.c');
  for (const how of ['chain', 'chain of groups', 'pair', 'bomb']) {
    for (let time = 1; time <= TIMES; time++) {
      const end = await runInPidNamespace(PID_MAX, HOST, [program, how]);
      const answer = answerIn<KillTreeAnswer>(end);
      t.strictSame(answer.members, [], `${how}: nothing of it is left`);
      t.strictSame(answer.membersLater, [], `${how}: and nothing comes back`);
      t.ok(answer.bystanderLives, 'another session is not touched');
      t.equal(answer.exitCode, 7, 'the next spawn works');
    }
  }
});
