import './allow';
import t from 'tap';
import { assertIdle, idlenessIn } from '../helpers/idle';
import { until } from '../helpers/until';
import { typeToCat } from './typist';

t.test('near terminals that print nothing cost no wake-up', async (t) => {
  const typists = Array.from({ length: 20 }, typeToCat);
  t.teardown(() => {
    for (const { pty } of typists) pty.destroy();
  });
  await Promise.all(typists.map(({ comeNear }) => comeNear()));
  // What the typing has started runs out: the look at this loop, and the one that frees memory.
  const sleeps = async () => (await idlenessIn(200)).wakeUps === 0;
  await until(sleeps, 20_000, 'the I/O thread to sleep');
  await assertIdle(t, 1000);
});
