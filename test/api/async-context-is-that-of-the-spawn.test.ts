import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { internals } from '../helpers/internals';
import { talk } from '../helpers/talk';
import { until, within } from '../helpers/until';

const store = new AsyncLocalStorage<string>();
const SCRIPT = ['-c', 'echo early; read line; echo "got $line"; exit 3'];

function spawnIn(context: string): Pty {
  return store.run(context, () => spawn('sh', SCRIPT, { termios: { echo: false } }));
}

/** Subscribes to everything and records in which context it is told. */
function record(pty: Pty): Map<string, string | undefined> {
  const seen = new Map<string, string | undefined>();
  const note = (event: string) => () => {
    seen.set(event, store.getStore());
  };
  pty.onData(note('onData'));
  pty.on('data', note('data'));
  pty.onClose(note('onClose'));
  pty.on('close', note('close'));
  pty.onExit(note('onExit'));
  pty.on('exit', note('exit'));
  return seen;
}

const ALL = ['onData', 'data', 'onClose', 'close', 'onExit', 'exit'];
const everyEventIn = (context: string) => new Map(ALL.map((event) => [event, context]));

t.test('listeners that are added inside it', async (t) => {
  let pty: Pty | undefined;
  const seen = store.run('inside', () => {
    pty = spawn('sh', SCRIPT);
    return record(pty);
  });
  pty?.write('x\r');
  await within((pty as Pty).exited, 10_000, 'the exit');
  t.strictSame(seen, everyEventIn('inside'));
});

t.test('listeners that are added elsewhere in the tick of the spawn', async (t) => {
  const pty = spawnIn('spawn');
  const seen = store.run('listener', () => record(pty));
  store.run('writer', () => pty.write('x\r'));
  await within(pty.exited, 10_000, 'the exit');
  t.strictSame(seen, everyEventIn('spawn'));
});

t.test('two terminals do not mix', async (t) => {
  const ptys = ['one', 'two'].map((name) => ({ name, pty: spawnIn(name) }));
  const seen = ptys.map(({ pty }) => record(pty));
  for (const { pty } of ptys) pty.write('x\r');
  await within(Promise.all(ptys.map(({ pty }) => pty.exited)), 10_000, 'the exits');
  t.strictSame(
    seen,
    ptys.map(({ name }) => everyEventIn(name)),
  );
});

t.test('a listener that comes late, to output that has waited for it', async (t) => {
  const pty = spawnIn('spawn');
  await within(once(internals(pty)._socket, 'data'), 10_000, 'the early output');
  const seen = store.run('listener', () => record(pty));
  await until(() => seen.has('onData'), 10_000, 'the early output');
  t.strictSame(seen.get('onData'), 'spawn', 'early output');
  pty.write('x\r');
  await within(pty.exited, 10_000, 'the exit');
  const late = await new Promise((resolve) => {
    store.run('late', () => pty.onExit(() => resolve(store.getStore())));
  });
  t.equal(late, 'spawn', 'an exit listener after the exit');
});

t.test('destroy() from elsewhere', async (t) => {
  const pty = spawnIn('spawn');
  const seen = store.run('listener', () => record(pty));
  await talk(pty).expect(/early/);
  store.run('destroyer', () => pty.destroy());
  await within(pty.exited, 10_000, 'the exit');
  t.strictSame(seen, everyEventIn('spawn'));
});

t.test('pause() and resume() from elsewhere', async (t) => {
  const pty = spawnIn('spawn');
  const { expect } = talk(pty);
  await expect(/early/);
  const seen = store.run('listener', () => record(pty));
  pty.pause();
  pty.write('x\r');
  await within(pty.exited, 10_000, 'the exit');
  store.run('resumer', () => pty.resume());
  await expect(/got x/);
  t.equal(seen.get('onData'), 'spawn');
  t.equal(seen.get('onExit'), 'spawn');
});
