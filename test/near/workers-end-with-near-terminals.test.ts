// timeout: 180 s
import t from 'tap';
import type { NearWorkers } from '../fixtures/host-of-near-workers';
import { answerOf } from '../helpers/runScript';
import { scaled } from '../helpers/scale';

const COUNT = 4 * scaled(25, 4);

t.test(`${COUNT} of them leave nothing, and the process goes on`, async (t) => {
  const host = require.resolve('../fixtures/host-of-near-workers');
  const answer = await answerOf<NearWorkers>(host, [`${COUNT}`], { limitMs: 150_000 });
  t.strictSame(answer, { ended: COUNT, near: COUNT, residue: [] });
});
