import t from 'tap';
import type { WithoutClock } from '../fixtures/host-with-faked-globals';
import { answerOf } from '../helpers/runScript';

t.test('output, exit, killTree() and dispose go on without the globals', async (t) => {
  const answer = await answerOf<WithoutClock>(
    require.resolve('../fixtures/host-with-faked-globals'),
  );
  t.strictSame(answer, {
    bytes: 8_000_000,
    afterPause: 'kept',
    exitCodes: [0, 0, 0],
    killed: 'SIGKILL',
    disposed: 'SIGKILL',
    iterated: 'iterated',
  });
});
