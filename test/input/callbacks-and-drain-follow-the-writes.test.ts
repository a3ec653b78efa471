import { type Pty, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { collect } from '../helpers/collect';
import { othersHaveCome } from '../helpers/othersHaveCome';
import { statOf } from '../helpers/processes';
import { until, within } from '../helpers/until';

const BYTES = 1_000_000;

/** A program in raw mode that has stopped itself and, once continued, reads `BYTES` bytes. */
async function sleeper(t: Test) {
  const script = `stty raw -echo; echo ready; kill -STOP $$; head -c ${BYTES} | wc -c`;
  const pty = spawn('/bin/sh', ['-c', script]);
  t.teardown(() => pty.kill('SIGKILL'));
  const ready = new Promise<void>((resolve) => pty.once('data', () => resolve()));
  const result = collect(pty);
  await within(ready, 5000, 'the program');
  await until(() => statOf(pty.pid)?.state === 'T', 5000, 'the program to stop');
  return { pty, result };
}

function listen(pty: Pty): string[] {
  const events: string[] = [];
  pty.onDrain(() => events.push('onDrain'));
  pty.on('drain', () => events.push('drain'));
  return events;
}

t.test('the callback and drain come when the program has taken what waited', async (t) => {
  const { pty, result } = await sleeper(t);
  const events = listen(pty);
  t.equal(
    pty.write('x'.repeat(BYTES - 10), (error) => events.push(`first ${error ?? 'ok'}`)),
    false,
  );
  pty.write('x'.repeat(10), (error) => events.push(`second ${error ?? 'ok'}`));
  t.ok(pty.writableLength > BYTES / 2);
  await othersHaveCome();
  t.strictSame(events, [], 'not before');
  pty.kill('SIGCONT');
  await until(() => events.length >= 4, 10_000, `the events, got ${events}`);
  t.strictSame(events.sort(), ['drain', 'first ok', 'onDrain', 'second ok']);
  t.equal(pty.writableLength, 0);
  const { output } = await result;
  t.match(output, `${BYTES}`, 'the program has read it all');
});

t.test('callbacks come in the order of the writes', async (t) => {
  const { pty, result } = await sleeper(t);
  const order: number[] = [];
  const each = BYTES / 50;
  for (let i = 0; i < 50; i++) pty.write('x'.repeat(each), () => order.push(i));
  pty.kill('SIGCONT');
  await until(() => order.length === 50, 10_000, 'all callbacks');
  t.strictSame(
    order,
    Array.from({ length: 50 }, (_, i) => i),
  );
  await result;
});

t.test('a write that the kernel takes at once returns true, and is called back', async (t) => {
  const pty = spawn('cat');
  t.teardown(() => pty.kill('SIGKILL'));
  const events = listen(pty);
  let synchronous = true;
  let inSameTick: boolean | undefined;
  const called = new Promise<void>((resolve) => {
    t.equal(
      pty.write('x', () => {
        inSameTick = synchronous;
        resolve();
      }),
      true,
    );
  });
  synchronous = false;
  await within(called, 5000, 'the callback');
  t.equal(inSameTick, false, 'not from inside write()');
  t.strictSame(events, [], 'no drain where nothing waited');
});

t.test('nothing to write: true, called back, and the program sees nothing', async (t) => {
  const pty = spawn('cat', [], { termios: { echo: false } });
  const result = collect(pty);
  const returned: boolean[] = [];
  await within(
    Promise.all(
      ['', Buffer.alloc(0), new Uint8Array(0)].map((data) => {
        return new Promise<void>((resolve) => {
          returned.push(pty.write(data, () => resolve()));
        });
      }),
    ),
    5000,
    'the callbacks',
  );
  t.strictSame(returned, [true, true, true]);
  pty.write('x\r\x04');
  t.equal((await result).output, 'x\r\n');
});
