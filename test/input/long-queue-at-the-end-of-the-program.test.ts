import t from 'tap';
import { answerOf } from '../helpers/runScript';

// Once nobody can read it, all of it is done with at once: in a loop, not by one call inside the other.
t.test('200 MB that were not read, on a stack of 100 KB', async (t) => {
  const host = require.resolve('../fixtures/long-queue-at-the-end');
  const told = await answerOf<string[]>(host, [], { execArgv: ['--stack-size=100'] });
  t.strictSame(told, ['callback', 'exit 9']);
});
