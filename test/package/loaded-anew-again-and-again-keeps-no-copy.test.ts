import t from 'tap';
import type { Reloaded } from '../fixtures/reloading-host';
import { answerOf } from '../helpers/runScript';

t.test('25 copies: no listener, descriptor, thread or object of those before', async (t) => {
  const host = require.resolve('../fixtures/reloading-host');
  const answer = await answerOf<Reloaded>(host, [], { execArgv: ['--expose-gc'] });
  t.ok(answer.copiesLeft <= 2, `${answer.copiesLeft} copies are left`);
  t.strictSame(
    { ...answer, copiesLeft: 0 },
    { copiesLeft: 0, listeners: {}, more: [], warnings: [], exitCodes: [3] },
  );
});
