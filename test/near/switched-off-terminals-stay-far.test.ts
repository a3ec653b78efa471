process.env.FLATPTY_NEAR = '0';

import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { nearReads, typeToCat } from './typist';

t.test('no echo is read on this thread, however quiet the terminal is', async (t) => {
  const { pty, echo } = typeToCat();
  t.teardown(() => pty.destroy());
  for (let i = 0; i < 5; i++) {
    await echo(`<${i}>`);
    await delay(100);
  }
  t.equal(nearReads(), 0);
});
