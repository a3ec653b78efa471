import t from 'tap';
import type { CallingWorkers } from '../fixtures/host-of-calling-workers';
import { answerOf } from '../helpers/runScript';

// Nothing can be thrown into a worker that is being terminated. node-addon-api aborts the process then,
// unless NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS is defined.
t.test('the process lives on, and nothing of the worker is left', async (t) => {
  const host = require.resolve('../fixtures/host-of-calling-workers');
  const answer = await answerOf<CallingWorkers>(host, []);
  t.strictSame(answer, { ended: 20, residue: [] });
});
