import t from 'tap';
import { answerIn, conditionsFor } from '../../helpers/conditions';
import { noMountNamespace } from '../../helpers/mountNamespace';
import { runProgram } from '../../helpers/runScript';
import type { ShortReport } from './reportHost';

const HOST = require.resolve('./reportHost');

t.test('with three descriptors left', async (t) => {
  const answer = answerIn<ShortReport>(await conditionsFor(t)({ nofile: 64 }, HOST));
  t.ok(answer.processes > 1, `${answer.processes} processes`);
  t.ok(answer.commands.includes('node'), `${answer.commands}`);
  t.equal(answer.masters, 1);
});

t.test('and without /dev/pts', { skip: noMountNamespace() }, async (t) => {
  const hide = 'mount -t tmpfs none /dev/pts && exec "$@"';
  const words = ['-m', 'sh', '-c', hide, 'sh', process.execPath, HOST];
  const answer = answerIn<ShortReport>(await runProgram('unshare', words));
  t.equal(answer.devPts, false);
  t.ok(answer.commands.includes('node'), `${answer.commands}`);
});
