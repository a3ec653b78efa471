import { createHook } from 'node:async_hooks';
import { open, spawn } from 'flatpty';
import t from 'tap';
import { internals } from '../helpers/internals';
import { until, within } from '../helpers/until';

// Tools that follow async resources drop what they keep for one at its destroy.
t.test('of programs and of open(), with and without a stream', async (t) => {
  const living = new Set<number>();
  let made = 0;
  const hook = createHook({
    init(id, type) {
      if (type !== 'PTY') return;
      living.add(id);
      made++;
    },
    destroy(id) {
      living.delete(id);
    },
  }).enable();
  t.teardown(() => hook.disable());
  for (let i = 0; i < 4; i++) {
    const pty = spawn('true');
    if (i % 2 === 0) internals(pty)._socket.on('data', () => {});
    pty.onData(() => {});
    await within(pty.exited, 5000, 'the exit');
  }
  const destroyed = spawn('cat');
  destroyed.destroy();
  await within(destroyed.exited, 5000, 'the exit');
  const pair = open();
  pair.destroy();
  await within(pair.exited, 5000, 'the end of the pair');
  t.throws(() => spawn('/nowhere', [], { spawnErrors: 'throw' }));
  t.ok(made >= 7, `${made} made`);
  await until(() => living.size === 0, 5000, `${living.size} of ${made} to be destroyed`);
});
