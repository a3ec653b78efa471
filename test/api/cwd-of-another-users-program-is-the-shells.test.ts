import t from 'tap';
import { noOtherUser, otherUser } from '../helpers/otherUser';
import { answerOf } from '../helpers/runScript';
import { setUidProgram } from '../helpers/setUidProgram';

const HOST = require.resolve('../fixtures/cwd-beside-root-host');

t.test(
  "as below sudo: the folder of root's program may not be read",
  { skip: noOtherUser ?? false },
  async (t) => {
    const answer = await answerOf(HOST, [setUidProgram(t, 'becomes_root.c')], otherUser);
    t.match(answer, { foreground: 'becomes_root', cwd: '/usr' });
  },
);
