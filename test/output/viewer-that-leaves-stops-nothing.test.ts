import { PassThrough, Writable } from 'node:stream';
import { type Pty, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { difference, numbered } from '../helpers/numbered';
import { othersHaveCome } from '../helpers/othersHaveCome';
import { until, within } from '../helpers/until';

const TICKS = 'i=0; while [ $i -lt 3000 ]; do echo tick $i; i=$((i+1)); sleep 0.01; done';

function ticking(t: Test): Pty {
  const pty = spawn('sh', ['-c', TICKS]);
  t.teardown(() => pty.kill('SIGKILL'));
  return pty;
}

/** A destination that takes nothing more after its first chunk. */
const stuck = () => new Writable({ highWaterMark: 1, write: () => {} });

const WAYS: Record<string, (pty: Pty, viewer: Writable) => void> = {
  'destroy()': (_pty, viewer) => viewer.destroy(),
  'destroy(error)': (_pty, viewer) => viewer.destroy(new Error('gone')),
  'end()': (_pty, viewer) => viewer.end(),
  'unpipe()': (pty) => (pty as unknown as { _socket: PassThrough })._socket.unpipe(),
};

for (const [way, leave] of Object.entries(WAYS)) {
  for (const [kind, viewerOf] of [
    ['one that reads', () => new PassThrough().resume()],
    ['one that is full', stuck],
  ] as const) {
    if (kind === 'one that is full' && way === 'end()') continue; // never finishes, so never leaves
    t.test(`${way} by ${kind}: a recorder goes on to hear`, async (t) => {
      const pty = ticking(t);
      let heard = 0;
      pty.onData(() => {
        heard++;
      });
      const viewer = viewerOf() as Writable;
      viewer.on('error', () => {});
      pty.pipe(viewer);
      await until(() => heard > 0, 5000, 'the first output');
      leave(pty, viewer);
      await othersHaveCome(); // its leaving has been noticed
      const before = heard;
      await until(() => heard > before + 3, 5000, `more output after ${way}`);
      t.pass();
    });
  }
}

t.test('the only viewer leaves: the program runs on to its end', async (t) => {
  const { file, args } = numbered(2_000_000);
  const pty = spawn(file, args);
  t.teardown(() => pty.kill('SIGKILL'));
  const viewer = new PassThrough();
  viewer.once('data', () => viewer.destroy());
  pty.pipe(viewer);
  const { exitCode } = await within(pty.exited, 10_000, 'the exit');
  t.equal(exitCode, 0);
});

t.test('one of two leaves: the other gets everything', async (t) => {
  const { file, args, expected } = numbered(1_000_000);
  const pty = spawn(file, args);
  t.teardown(() => pty.kill('SIGKILL'));
  const first = new PassThrough();
  const second = new PassThrough();
  let output = '';
  second.on('data', (data) => {
    output += data;
  });
  pty.pipe(first);
  pty.pipe(second);
  first.once('data', () => first.destroy());
  await within(pty.exited, 10_000, 'the exit');
  await until(() => second.readableEnded, 5000, 'the end of the second');
  t.equal(difference(output, expected), 'same');
});

t.test('a terminal that its user has paused stays paused', async (t) => {
  const pty = ticking(t);
  let heard = 0;
  pty.onData(() => {
    heard++;
  });
  const viewer = new PassThrough().resume();
  pty.pipe(viewer);
  await until(() => heard > 0, 5000, 'the first output');
  pty.pause();
  viewer.destroy();
  await othersHaveCome();
  const before = heard;
  await othersHaveCome();
  t.equal(heard, before);
  pty.resume();
  await until(() => heard > before, 5000, 'the output after resume()');
});
