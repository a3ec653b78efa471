import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { spawn } from 'flatpty';
import t from 'tap';
import { difference, numbered } from '../helpers/numbered';
import { othersHaveCome } from '../helpers/othersHaveCome';
import { FOREVER } from '../helpers/pattern';
import { until, within } from '../helpers/until';
import { written } from '../helpers/written';

t.test('for await gets everything and ends', async (t) => {
  const { file, args, expected } = numbered(300_000);
  const pty = spawn(file, args);
  let output = '';
  for await (const chunk of pty) output += chunk;
  t.equal(difference(output, expected), 'same');
  const { exitCode } = await within(pty.exited, 5000, 'the exit');
  t.equal(exitCode, 0);
});

t.test('a slow loop gets everything, long after the program has ended', async (t) => {
  const { file, args, expected } = numbered(200_000);
  const pty = spawn(file, args);
  let output = '';
  for await (const chunk of pty) {
    await delay(100);
    output += chunk;
  }
  t.equal(difference(output, expected), 'same');
});

t.test('a loop that is busy holds the program back', async (t) => {
  const pty = spawn('/bin/sh', ['-c', FOREVER], { encoding: null });
  t.teardown(() => pty.kill('SIGKILL'));
  let told = 0;
  pty.onData((chunk) => {
    told += chunk.length;
  });
  let taken = 0;
  for await (const chunk of pty) {
    taken += chunk.length;
    await delay(20);
    // What is told ahead of the loop is what was on its way when it became busy.
    if (told - taken > 256 * 1024) break;
    if (taken > 1_000_000) break;
  }
  t.ok(told - taken <= 256 * 1024, `${told - taken} bytes wait in memory for the loop`);
});

t.test('output of before the loop is in it', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'echo early; read x; echo "late $x"'], {
    termios: { echo: false },
  });
  t.teardown(() => pty.destroy());
  await until(() => written(pty.pid) >= 'early\n'.length, 5000, 'it to print');
  await othersHaveCome();
  let output = '';
  for await (const chunk of pty) {
    output += chunk;
    if (output === 'early\r\n') pty.write('x\r');
  }
  t.equal(output, 'early\r\nlate x\r\n');
});

t.test('a loop that begins after the exit gets everything', async (t) => {
  const { file, args, expected } = numbered(20_000);
  const pty = spawn(file, args);
  await within(pty.exited, 5000, 'the exit');
  let output = '';
  for await (const chunk of pty) output += chunk;
  t.equal(difference(output, expected), 'same');
});

t.test('so does one on a terminal that was paused over the exit', async (t) => {
  const { file, args, expected } = numbered(200_000);
  const pty = spawn(file, args);
  pty.pause();
  await within(pty.exited, 5000, 'the exit');
  let output = '';
  for await (const chunk of pty) output += chunk;
  t.equal(difference(output, expected), 'same');
});

t.test('a loop on a terminal that was read to its end is empty', async (t) => {
  const pty = spawn('echo', ['gone']);
  let heard = '';
  pty.onData((data) => {
    heard += data;
  });
  await within(pty.exited, 5000, 'the exit');
  t.equal(heard, 'gone\r\n');
  const chunks: string[] = [];
  for await (const chunk of pty) chunks.push(chunk);
  t.strictSame(chunks, []);
});

t.test('leaving the loop lets the program run on to its end', async (t) => {
  const { file, args } = numbered(2_000_000);
  const pty = spawn(file, args);
  let length = 0;
  for await (const chunk of pty) {
    length += chunk.length;
    break;
  }
  t.ok(length > 0 && length < 2_000_000, `${length} characters before the break`);
  const { exitCode } = await within(pty.exited, 10_000, 'the exit');
  t.equal(exitCode, 0);
});

t.test('a second loop goes on where the first was left', async (t) => {
  // Without the ends of lines, which may be chunks of their own.
  const pty = spawn('/bin/sh', ['-c', 'printf one; read x; printf two; read x; printf three'], {
    termios: { echo: false },
  });
  t.teardown(() => pty.destroy());
  const first: string[] = [];
  for await (const chunk of pty) {
    first.push(chunk);
    break;
  }
  const second: string[] = [];
  pty.write('x\r');
  for await (const chunk of pty) {
    second.push(chunk);
    if (second.length === 1) pty.write('x\r');
  }
  t.strictSame(first, ['one']);
  t.strictSame(second, ['two', 'three']);
});

t.test('an exception in the loop leaves the terminal usable', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'printf one; read x; printf two'], {
    termios: { echo: false },
  });
  t.teardown(() => pty.destroy());
  const loop = async () => {
    for await (const chunk of pty) throw new Error(`on ${chunk}`);
  };
  await t.rejects(loop(), { message: 'on one' });
  let rest = '';
  pty.onData((data) => {
    rest += data;
  });
  pty.write('x\r');
  await within(pty.exited, 5000, 'the exit');
  t.equal(rest, 'two');
});

t.test('an iterator that is given back unused does not stop the output', async (t) => {
  const { file, args } = numbered(2_000_000);
  const pty = spawn(file, args);
  t.teardown(() => pty.kill('SIGKILL'));
  const iterator = pty[Symbol.asyncIterator]();
  await iterator.return?.();
  const { exitCode } = await within(pty.exited, 10_000, 'the exit');
  t.equal(exitCode, 0);
});

t.test('two loops at once both get everything', async (t) => {
  const { file, args, expected } = numbered(300_000);
  const pty = spawn(file, args);
  t.teardown(() => pty.kill('SIGKILL'));
  const read = async (ms: number) => {
    let output = '';
    for await (const chunk of pty) {
      await delay(ms);
      output += chunk;
    }
    return difference(output, expected);
  };
  const both = await within(Promise.all([read(0), read(20)]), 20_000, 'both loops');
  t.strictSame(both, ['same', 'same']);
});

t.test('Readable.from() makes a stream of it', async (t) => {
  const { file, args, expected } = numbered(100_000);
  const stream = Readable.from(spawn(file, args));
  let output = '';
  stream.on('data', (data) => {
    output += data;
  });
  await until(() => stream.readableEnded, 10_000, 'the stream to end');
  t.equal(difference(output, expected), 'same');
});

t.test('destroy() ends the loop', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'echo ready; exec sleep 60']);
  t.teardown(() => pty.kill('SIGKILL'));
  const loop = async () => {
    for await (const _ of pty) pty.destroy();
  };
  await within(loop(), 5000, 'the loop to end');
  const { signal } = await within(pty.exited, 5000, 'the exit');
  t.equal(signal, 1);
});
