// timeout: 120 s
import t from 'tap';
import { runFuzz } from './runFuzz';

t.test('800 terminals, or a clear error and nothing opened', async (t) => {
  await runFuzz(t, 'start', 800);
});
