import './allow';
import { AsyncLocalStorage } from 'node:async_hooks';
import t from 'tap';
import { nearReads, typeToCat } from './typist';

const store = new AsyncLocalStorage<string>();

t.test('in a listener, and in what it starts', async (t) => {
  const { pty, echo, comeNear } = store.run('spawn', typeToCat);
  t.teardown(() => pty.destroy());
  await comeNear();
  const seen = new Set<string | undefined>();
  store.run('listener', () =>
    pty.onData(() => {
      seen.add(store.getStore());
      process.nextTick(() => seen.add(store.getStore()));
      queueMicrotask(() => seen.add(store.getStore()));
    }),
  );
  const before = nearReads();
  for (let i = 0; nearReads() === before || i < 3; i++) await echo(`<${i}>`);
  t.strictSame([...seen], ['spawn']);
});
