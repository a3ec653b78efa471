import { finished, PassThrough, pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { difference, numbered } from '../helpers/numbered';
import { within } from '../helpers/until';

const RUNS = 10;

async function text(stream: AsyncIterable<unknown>): Promise<string> {
  let all = '';
  for await (const chunk of stream) all += chunk;
  return all;
}

/** Ways to read a terminal with what Node has for streams. */
const READERS: Record<string, (pty: Pty) => Promise<string>> = {
  'Readable.wrap()': (pty) => text(new Readable().wrap(pty as never)),
  'Readable.from()': (pty) => text(Readable.from(pty)),
  'for await': text,
  'pipeline() from the terminal': async (pty) => {
    const sink = new PassThrough();
    const read = text(sink);
    await promisify(pipeline)(pty as never, sink);
    return read;
  },
  'pipe() and for await': (pty) => text(pty.pipe(new PassThrough())),
  'finished() of the readable side': async (pty) => {
    let all = '';
    pty.onData((data) => {
      all += data;
    });
    await promisify(finished)(pty as never, { writable: false } as never);
    return all;
  },
};

for (const [way, read] of Object.entries(READERS)) {
  t.test(`${way}, ${RUNS} of ${RUNS} times, short output and long`, async (t) => {
    for (const size of [1_900, 100_000]) {
      const { file, args, expected } = numbered(size);
      const found = new Set<string>();
      for (let i = 0; i < RUNS; i++) {
        const pty = spawn(file, args);
        found.add(difference(await within(read(pty), 10_000, way), expected));
        await within(pty.exited, 5000, 'the exit');
      }
      t.strictSame([...found], ['same'], `${size} bytes`);
    }
  });
}

t.test('close comes in a later turn of the event loop than the last data', async (t) => {
  for (let i = 0; i < RUNS; i++) {
    const pty = spawn('echo', ['x']);
    let turn = 0;
    let lastData = -1;
    let close = -1;
    const count = () => {
      turn++;
      if (close === -1) setImmediate(count);
    };
    pty.onData(() => {
      turn = lastData = 0;
      setImmediate(count);
    });
    pty.onClose(() => {
      close = turn;
    });
    await within(pty.exited, 5000, 'the exit');
    t.ok(lastData === 0 && close > 0, `close came ${close} turns after the last data`);
  }
});
