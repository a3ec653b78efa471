import t from 'tap';
import type { Uncollected } from '../fixtures/forgotten-ptys';
import { answerOf } from '../helpers/runScript';

t.test('nothing of 100 ended ptys of each kind stays in memory', async (t) => {
  const script = require.resolve('../fixtures/forgotten-ptys');
  const left = await answerOf<Uncollected>(script, ['ended'], { execArgv: ['--expose-gc'] });
  const kinds = ['exited', 'failed to start', 'killed', 'destroyed', 'open()'];
  t.strictSame(Object.keys(left), kinds);
  for (const kind of kinds) t.strictSame(left[kind], { terminals: 0, streams: 0 }, kind);
});
