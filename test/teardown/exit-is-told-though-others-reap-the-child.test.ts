import type { ReapedByOthers } from '../fixtures/host-whose-children-are-reaped-by-others';
import { compile } from '../helpers/compile';
import { perLauncher } from '../helpers/launchers';
import { answerOf } from '../helpers/runScript';

const HOST = require.resolve('../fixtures/host-whose-children-are-reaped-by-others');
const SHARED = ['-shared', '-fPIC', '-pthread', '-Wl,-z,nodelete'];
const UNKNOWN = '-1 0';
const KINDS = ['printed', 'killed', 'destroyed', 'failed'] as const;

perLauncher('the host ignores SIGCHLD: exit code -1, and no hang', async (t) => {
  const library = compile(t, 'ignore_sigchld.c', SHARED);
  const { exits, outputs, thrown } = await answerOf<ReapedByOthers>(HOST, [library]);
  t.strictSame(Object.keys(exits), KINDS);
  for (const kind of KINDS) t.strictSame(exits[kind], { [UNKNOWN]: 50 }, kind);
  t.strictSame(outputs, { 'text\r\n': 50 }, 'output is complete all the same');
  t.strictSame(thrown, { ENOENT: 50 }, 'a failed launch still says why');
});

perLauncher('a thread of the host reaps all children: exit code -1 at the most', async (t) => {
  const library = compile(t, 'reap_everything.c', SHARED);
  const { exits, outputs, thrown } = await answerOf<ReapedByOthers>(HOST, [library]);
  const real = { printed: '3 0', killed: '0 9', destroyed: '0 1', failed: '1 0' };
  let lost = 0;
  for (const kind of KINDS) {
    const { [UNKNOWN]: unknown = 0, [real[kind]]: known = 0 } = exits[kind] ?? {};
    t.equal(unknown + known, 50, `${kind}: ${JSON.stringify(exits[kind])}`);
    lost += unknown;
  }
  t.ok(lost > 0, `the thread was first ${lost} times of 200`);
  t.strictSame(outputs, { 'text\r\n': 50 });
  t.strictSame(thrown, { ENOENT: 50 });
});
