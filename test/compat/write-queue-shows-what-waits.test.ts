import { writeSync } from 'node:fs';
import { until } from '../helpers/until';
import { kill, listen } from './facts/run';
import { type AnyPty, type Library, withEach } from './libraries';

interface Queued {
  buffer: Buffer;
  offset: number;
}

/** As programs count it: bytes that the kernel has not taken yet. */
const waiting = (pty: AnyPty) =>
  (pty._writeStream._writeQueue as Queued[]).reduce(
    (sum, { buffer, offset }) => sum + buffer.length - offset,
    0,
  );

/** A program that takes `bytes` of raw input when it gets SIGTERM, and none before. */
async function reader(library: Library, bytes: number): Promise<AnyPty> {
  const script =
    `trap 'go=1' TERM; stty raw -echo; printf READY; while [ -z "$go" ]; do sleep 0.01; done; ` +
    `head -c ${bytes} | wc -c; exec sleep 60`;
  const pty = library.spawn('sh', ['-c', script]);
  await listen(pty).has(/READY/);
  return pty;
}

withEach('everything is either with the kernel or in the queue', async (t, library) => {
  const pty = await reader(library, 200_006);
  const queue = pty._writeStream._writeQueue as Queued[];
  t.ok(Array.isArray(queue));
  t.strictSame([queue.length, waiting(pty)], [0, 0]);
  pty.write('x'.repeat(200_000));
  pty.write(Buffer.from('abc'));
  pty.write('');
  pty.write('€');
  t.equal(queue.length, 3, 'an entry per write, none for nothing');
  t.strictSame(
    queue.map(({ buffer }) => buffer.length),
    [200_000, 3, 3],
  );
  t.ok(queue.every(({ buffer, offset }) => Buffer.isBuffer(buffer) && Number.isInteger(offset)));
  await until(() => (queue[0] as Queued).offset > 0, 5000, 'the kernel to take some');
  const left = waiting(pty);
  t.ok(left > 100_000 && left < 200_006, `${left} bytes wait`);
  t.strictSame(
    queue.slice(1).map(({ offset }) => offset),
    [0, 0],
  );
  const { has } = listen(pty);
  pty.kill('SIGTERM');
  await until(() => waiting(pty) === 0, 10_000, 'the queue to empty');
  await has(/200006/);
  t.equal(pty._writeStream._writeQueue, queue, 'the same array, live');
  t.equal(queue.length, 0);
  await kill(pty);
});

withEach('a queue at the end of the program is let go of', async (t, library) => {
  const pty = await reader(library, 1);
  const { error } = console; // node-pty's "Unhandled pty write error"
  console.error = () => {};
  t.teardown(() => {
    console.error = error;
  });
  pty.write('x'.repeat(200_000));
  await kill(pty);
  await until(() => pty._writeStream._writeQueue.length === 0, 5000, 'the queue to empty');
  t.equal(waiting(pty), 0);
});

// A wrapper for Deno puts synchronous writes in place of _write and of _writeStream's.
for (const place of ['_write', '_writeStream.write'] as const) {
  withEach(`${place} can be replaced`, async (t, { spawn }) => {
    const pty = spawn('cat');
    const shown = listen(pty);
    const seen: string[] = [];
    const own = (data: string) => {
      seen.push(data);
      writeSync(pty.fd, data);
    };
    pty._writeStream._writeQueue.splice(0);
    pty._writeStream.dispose();
    if (place === '_write') pty._write = own;
    else pty._writeStream.write = own;
    pty.write('x\r');
    await shown.has(/x\r\nx\r\n/);
    t.strictSame(seen, ['x\r']);
    await kill(pty);
  });
}
