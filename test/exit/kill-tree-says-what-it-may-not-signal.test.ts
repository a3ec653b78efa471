import t from 'tap';
import type { RootTreeAnswer } from '../fixtures/kill-tree-of-root-host';
import { noOtherUser, otherUser } from '../helpers/otherUser';
import { killPid } from '../helpers/processes';
import { answerOf } from '../helpers/runScript';
import { setUidProgram } from '../helpers/setUidProgram';

const HOST = require.resolve('../fixtures/kill-tree-of-root-host');

const skip = noOtherUser ?? false;

t.test('what dies of the hang-up is gone: the terminal is closed', { skip }, async (t) => {
  const answer = await answerOf<RootTreeAnswer>(
    HOST,
    [setUidProgram(t, 'becomes_root.c')],
    otherUser,
  );
  t.match(answer, { alive: false });
  t.equal(answer.error, undefined);
});

t.test('what ignores that is named by a rejection', { skip }, async (t) => {
  const words = [setUidProgram(t, 'becomes_root.c'), 'ignore'];
  const answer = await answerOf<RootTreeAnswer>(HOST, words, otherUser);
  t.teardown(() => killPid(answer.pid));
  t.match(answer, {
    alive: true,
    error: { code: 'EPERM', syscall: 'kill', pids: [answer.pid], message: /becomes_root/ },
  });
});
