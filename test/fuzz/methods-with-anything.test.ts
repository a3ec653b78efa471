// timeout: 180 s
import t from 'tap';
import { scaled } from '../helpers/scale';
import { runFuzz } from './runFuzz';

t.test('all methods in turn on one terminal: it goes on answering', async (t) => {
  await runFuzz(t, 'any', scaled(1000, 200));
});

// Each by itself too: among all of them kill() often has the first word.
for (const method of ['write', 'resize', 'kill', 'killTree', 'setEncoding', 'pipe', 'end', 'on']) {
  t.test(`${method}()`, async (t) => {
    await runFuzz(t, method, scaled(200, 40));
  });
}
