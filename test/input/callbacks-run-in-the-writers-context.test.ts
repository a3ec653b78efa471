import { AsyncLocalStorage } from 'node:async_hooks';
import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { internals } from '../helpers/internals';
import { statOf } from '../helpers/processes';
import { talk } from '../helpers/talk';
import { until, within } from '../helpers/until';

const store = new AsyncLocalStorage<string>();
const SCRIPT = 'stty raw -echo; echo up; kill -STOP $$; exec cat > /dev/null';

type Write = (pty: Pty, data: string, callback: () => void) => void;

const WAYS: Record<string, Write> = {
  'write()': (pty, data, callback) => void pty.write(data, callback),
  '_socket.write()': (pty, data, callback) => void internals(pty)._socket.write(data, callback),
  'both, mixed': (pty, data, callback) => {
    internals(pty)._socket.write(data, () => pty.write('x', callback));
  },
};

for (const [way, write] of Object.entries(WAYS)) {
  for (const size of [1, 200_000]) {
    t.test(`${way} of ${size} bytes`, async (t) => {
      const pty = store.run('spawner', () => spawn('sh', ['-c', SCRIPT]));
      t.teardown(() => pty.kill('SIGKILL'));
      await talk(pty).expect(/up/);
      await until(() => statOf(pty.pid)?.state === 'T', 5000, 'the program to stop');
      const contexts = ['ann', 'bob', 'cem'].map(
        (name) =>
          new Promise((resolve) => {
            store.run(name, () => write(pty, 'x'.repeat(size), () => resolve(store.getStore())));
          }),
      );
      pty.kill('SIGCONT');
      t.strictSame(await within(Promise.all(contexts), 10_000, 'the callbacks'), [
        'ann',
        'bob',
        'cem',
      ]);
    });
  }
}
