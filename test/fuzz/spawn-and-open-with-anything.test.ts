// timeout: 120 s
import t from 'tap';
import { scaled } from '../helpers/scale';
import { runFuzz } from './runFuzz';

const COUNT = scaled(800, 150);

t.test(`${COUNT} terminals, or a clear error and nothing opened`, async (t) => {
  await runFuzz(t, 'start', COUNT);
});
