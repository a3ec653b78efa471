import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { open, type Pty, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { internals } from '../helpers/internals';
import { difference, numbered } from '../helpers/numbered';
import { othersHaveCome } from '../helpers/othersHaveCome';
import { until, within } from '../helpers/until';
import { written, writtenWhenStill } from '../helpers/written';

const DONE = { value: undefined, done: true };

/** A program that prints what is in each line that is typed, each in one piece: an end of line may be a chunk of its own. */
function lines(t: Test): Pty {
  const pty = spawn('sh', ['-c', 'while read line; do printf "$line."; done'], {
    termios: { echo: false },
  });
  t.teardown(() => pty.kill('SIGKILL'));
  return pty;
}

const soon = <T>(promise: Promise<T>) => within(promise, 5000, 'an answer of the iterator');

t.test('return() while next() waits: both settle', async (t) => {
  const chunks = lines(t)[Symbol.asyncIterator]();
  const asked = [chunks.next(), chunks.next()];
  t.strictSame(await soon(chunks.return?.() as never), DONE);
  t.strictSame(await soon(Promise.all(asked)), [DONE, DONE]);
  t.strictSame(await soon(chunks.next()), DONE, 'and for good');
});

t.test('throw() while next() waits: it rejects, and next() is done', async (t) => {
  const chunks = lines(t)[Symbol.asyncIterator]();
  const asked = chunks.next();
  await t.rejects(soon(chunks.throw?.(new Error('enough')) as never), { message: 'enough' });
  t.strictSame(await soon(asked), DONE);
});

t.test('return() and throw() before the first next()', async (t) => {
  const pty = lines(t);
  t.strictSame(await soon(pty[Symbol.asyncIterator]().return?.('x') as never), {
    value: 'x',
    done: true,
  });
  const second = pty[Symbol.asyncIterator]();
  await t.rejects(soon(second.throw?.(new Error('early')) as never), { message: 'early' });
  pty.write('on\r');
  const { value } = await soon(pty[Symbol.asyncIterator]().next());
  t.equal(value, 'on.', 'a loop of later has the output');
});

t.test('calls of next() beside each other get a chunk each, in order', async (t) => {
  const pty = lines(t);
  const chunks = pty[Symbol.asyncIterator]();
  const asked = [chunks.next(), chunks.next(), chunks.next()];
  for (const [i, answer] of asked.entries()) {
    pty.write(`${i}\r`);
    t.equal((await soon(answer)).value, `${i}.`);
  }
  await chunks.return?.();
});

t.test('a terminal that is paused by its user is paused again after the loop', async (t) => {
  const pty = lines(t);
  pty.pause();
  pty.write('one\r');
  for await (const chunk of pty) {
    t.equal(chunk, 'one.');
    break;
  }
  let told = '';
  pty.onData((data) => {
    told += data;
  });
  pty.write('two\r');
  await until(() => written(pty.pid) >= 'one.two.'.length, 5000, 'it to be printed');
  await othersHaveCome();
  t.equal(told, '', 'held back');
  pty.resume();
  await until(() => told === 'two.', 5000, 'what was held back');
});

t.test('one that flows goes on to flow', async (t) => {
  const { file, args, expected } = numbered(500_000);
  const pty = spawn(file, args);
  t.teardown(() => pty.kill('SIGKILL'));
  let told = '';
  pty.onData((data) => {
    told += data;
  });
  for await (const _ of pty) break;
  await within(pty.exited, 10_000, 'the exit');
  t.equal(difference(told, expected), 'same');
});

t.test('output between two loops is kept, beside a listener too', async (t) => {
  for (const listens of [false, true]) {
    const pty = lines(t);
    if (listens) pty.onData(() => {});
    pty.write('first\r');
    for await (const _ of pty) break;
    for (const [i, word] of ['a', 'b', 'c'].entries()) {
      pty.write(`${word}\r`);
      await until(
        () => written(pty.pid) >= 'first.'.length + 2 * (i + 1),
        5000,
        `${word} to be printed`,
      );
      await othersHaveCome();
    }
    let rest = '';
    for await (const chunk of pty) {
      rest += chunk;
      if (rest.includes('c.')) break;
    }
    t.equal(rest, 'a.b.c.', `a listener: ${listens}`);
    pty.kill('SIGKILL');
    await pty.exited;
  }
});

t.test('of more than 256 KB the newest is kept, and the program goes on', async (t) => {
  const { file, args, expected } = numbered(2_000_000);
  const pty = spawn(file, args);
  t.teardown(() => pty.kill('SIGKILL'));
  for await (const _ of pty) break;
  await within(pty.exited, 10_000, 'the exit of a program that no loop reads');
  let rest = '';
  for await (const chunk of pty) rest += chunk;
  t.ok(rest.length > 128 * 1024 && rest.length <= 256 * 1024 + 64 * 1024, `${rest.length} kept`);
  t.ok(expected.endsWith(rest), 'the end of the output, without a gap');
});

t.test('a listener that comes after the loop gets what was kept', async (t) => {
  const pty = lines(t);
  pty.write('first\r');
  for await (const _ of pty) break;
  pty.write('second\r');
  await until(() => written(pty.pid) >= 'first.second.'.length, 5000, 'it to be printed');
  await othersHaveCome();
  const told = new Promise((resolve) => pty.onData(resolve));
  t.equal(await soon(told), 'second.');
});

t.test('an error of the stream rejects the loop, once, and nothing is uncaught', async (t) => {
  const pair = open();
  const waiting = pair[Symbol.asyncIterator]();
  const asked = waiting.next();
  pair.master.destroy(new Error('broken'));
  await t.rejects(soon(asked), { message: 'broken' });
  t.strictSame(await soon(waiting.next()), DONE);
  await t.rejects(soon(pair[Symbol.asyncIterator]().next()), { message: 'broken' }, 'a late loop');
  await soon(pair.exited);
});

t.test("a 'readable' listener beside a loop: each chunk comes once, and it ends", async (t) => {
  const { file, args, expected } = numbered(100_000);
  const pty = spawn(file, args);
  t.teardown(() => pty.kill('SIGKILL'));
  const { _socket } = internals(pty);
  _socket.on('readable', () => {
    while (_socket.read() !== null);
  });
  let output = '';
  for await (const chunk of pty) output += chunk;
  t.equal(difference(output, expected), 'same');
});

t.test('removeAllListeners() takes the loop nothing', async (t) => {
  const pty = lines(t);
  const chunks = pty[Symbol.asyncIterator]();
  const asked = chunks.next();
  for (const event of ['data', 'end', 'close', undefined]) {
    pty.removeAllListeners(event);
    internals(pty)._socket.removeAllListeners(event);
  }
  pty.write('on\r');
  t.equal((await soon(asked)).value, 'on.');
  await chunks.return?.();
});

t.test('a loop beside a full pipe waits with it', async (t) => {
  const { file, args, expected } = numbered(1_000_000);
  const pty = spawn(file, args);
  t.teardown(() => pty.kill('SIGKILL'));
  const sink = new PassThrough();
  pty.pipe(sink);
  let looped = '';
  const loop = (async () => {
    for await (const chunk of pty) looped += chunk;
  })();
  await writtenWhenStill(pty.pid);
  t.ok(sink.readableLength + sink.writableLength < 256 * 1024, 'the sink is not flooded');
  let piped = '';
  sink.on('data', (data) => {
    piped += data;
  });
  await within(Promise.all([loop, once(sink, 'end')]), 10_000, 'both ends');
  t.equal(difference(looped, expected), 'same');
  t.equal(difference(piped, expected), 'same');
});
