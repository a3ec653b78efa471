import './allow';
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { block } from '../helpers/block';
import { scaled } from '../helpers/scale';
import { until } from '../helpers/until';
import { nearReads, typeToCat } from './typist';

const STEPS = 10 * scaled(12, 4);
const LARGEST = 20_000;

/** Numbers from 0 to 1, the same ones for the same seed (Lehmer's generator). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

t.test('bursts, gaps, pauses and a busy loop, at random', async (t) => {
  const seed = (Date.now() % 2_147_483_646) + 1;
  t.comment(`seed ${seed}`);
  const random = randomNumbers(seed);
  const { pty, comeNear, output } = typeToCat();
  t.teardown(() => pty.destroy());
  await comeNear();
  const start = output().length;
  const near = nearReads();
  let typed = '';
  for (let step = 0; step < STEPS; step++) {
    const size = random() < 0.5 ? 1 : Math.floor(random() * LARGEST);
    const text = `${step}é${'y'.repeat(size)}\n`;
    typed += text;
    pty.write(text);
    const kind = random();
    if (kind < 0.2) {
      pty.pause();
      await delay(random() * 20);
      pty.resume();
    } else if (kind < 0.3) {
      block(120); // longer than a loop may be blocked before its terminals go far
    } else if (kind < 0.6) {
      await until(() => output().length - start === typed.length, 20_000, 'the echo');
      await delay(60); // quiet for long enough to come near
    }
  }
  await until(() => output().length - start >= typed.length, 20_000, 'the last echo');
  t.ok(output().slice(start) === typed, `${typed.length} characters came back as they were typed`);
  t.ok(nearReads() > near, `${nearReads() - near} reads were near`);
});
