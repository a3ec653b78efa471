import { spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { assertIdle } from '../helpers/idle';
import { othersHaveCome } from '../helpers/othersHaveCome';
import { until, within } from '../helpers/until';

const MEASURED_MS = 1000;
const WRITTEN = 1_000_000;

/** A program in raw mode that reads nothing. */
async function deaf(t: Test) {
  const pty = spawn('/bin/sh', ['-c', 'stty raw -echo; echo ready; exec sleep 60']);
  t.teardown(() => pty.kill('SIGKILL'));
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  await until(() => output.includes('ready'), 5000, 'the program');
  return pty;
}

// node-pty tried again with setImmediate, for ever: 68 to 87 % of a processor (node-pty#956).
t.test('1 MB written to it waits without costing anything', async (t) => {
  const pty = await deaf(t);
  const called: number[] = [];
  let drained = 0;
  pty.onDrain(() => {
    drained += 1;
  });
  const piece = 'x'.repeat(WRITTEN / 10);
  const returned = Array.from({ length: 10 }, (_, i) => pty.write(piece, () => called.push(i)));
  t.strictSame(returned, Array(10).fill(false), 'write() says so each time');
  t.ok(pty.writableLength > WRITTEN / 2, `${pty.writableLength} bytes wait`);

  await othersHaveCome(); // what starts by itself has started
  await assertIdle(t, MEASURED_MS);
  t.strictSame(called, [], 'no callback yet');
  t.equal(drained, 0, 'no drain yet');

  pty.kill('SIGKILL');
  await within(pty.exited, 5000, 'the exit');
  await until(
    () => called.length === 10,
    5000,
    `all callbacks, ${called.length} of 10 were called`,
  );
  t.strictSame(called, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 'each once, in order');
  t.equal(pty.writableLength, 0);
});

t.test('destroy() calls the callbacks too', async (t) => {
  const pty = await deaf(t);
  const called: number[] = [];
  for (let i = 0; i < 3; i++) pty.write('x'.repeat(WRITTEN), () => called.push(i));
  pty.destroy();
  await within(pty.exited, 5000, 'the exit');
  await until(() => called.length === 3, 5000, `all callbacks, ${called.length} of 3 were called`);
  t.strictSame(called, [0, 1, 2]);
});

t.test('it does not hold up another terminal', async (t) => {
  const stuck = await Promise.all(Array.from({ length: 8 }, () => deaf(t)));
  for (const pty of stuck) pty.write('x'.repeat(WRITTEN));
  const cat = spawn('cat', [], { termios: { raw: true } });
  t.teardown(() => cat.kill('SIGKILL'));
  let echoed = '';
  cat.onData((data) => {
    echoed += data;
  });
  cat.write('hello');
  await until(() => echoed === 'hello', 5000, 'an echo beside eight stuck terminals');
  t.ok(stuck.every((pty) => pty.writableLength > 0));
});

t.test('its output still flows', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'stty raw -echo; while :; do echo tick; sleep 0.02; done']);
  t.teardown(() => pty.kill('SIGKILL'));
  let ticks = 0;
  pty.onData(() => {
    ticks += 1;
  });
  await until(() => ticks > 0, 5000, 'the program');
  pty.write('x'.repeat(WRITTEN));
  const before = ticks;
  await until(() => ticks > before + 10, 5000, 'output beside stuck input');
  t.ok(pty.writableLength > 0);
});
