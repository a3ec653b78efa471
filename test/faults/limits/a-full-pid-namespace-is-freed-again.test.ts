import t from 'tap';
import { compile } from '../../helpers/compile';
import { answerIn } from '../../helpers/conditions';
import { noPidNamespace, runInPidNamespace } from '../../helpers/pidNamespace';
import { checkHealed, checkRefusals } from './check';
import type { FullNamespace } from './fullNamespaceHost';

const HOST = require.resolve('./fullNamespaceHost');
const PID_MAX = 400;

t.test(
  'filled to its last pid, from the process that already runs',
  { skip: noPidNamespace() },
  async (t) => {
    const program = compile(t, 'multiplies.c');
    const end = await runInPidNamespace(PID_MAX, HOST, [program], { limitMs: 60_000 });
    const answer = answerIn<FullNamespace>(end);
    const scope = 'this pid namespace';
    checkRefusals(
      t,
      answer.refusals,
      () => ({ code: 'EAGAIN', limit: { name: 'kernel.pid_max', value: PID_MAX, scope } }),
      /kernel.pid_max is 400, \d+ in use by this pid namespace; end processes, or raise it .*unavailable$/,
    );
    t.equal(answer.topCommand, 'multiplies', 'the report names the culprit');
    t.match(answer.suspect, /^\d+ of 400: multiplies, session \d+, /);
    t.ok(answer.listed.length > 50, `processes() lists ${answer.listed.length}`);
    t.strictSame(new Set(answer.listed), new Set(['multiplies']));
    checkHealed(t, answer);
  },
);
