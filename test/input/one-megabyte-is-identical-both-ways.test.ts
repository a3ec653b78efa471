import { createHash, randomBytes } from 'node:crypto';
import { spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { until } from '../helpers/until';

const BYTES = 1024 * 1024;
const PATIENCE_MS = 30_000;

const hash = (data: Buffer) => createHash('sha256').update(data).digest('hex');

function cat(t: Test) {
  const pty = spawn('cat', [], { encoding: null, termios: { raw: true, echo: false } });
  t.teardown(() => pty.kill('SIGKILL'));
  const chunks: Buffer[] = [];
  let length = 0;
  pty.onData((data) => {
    chunks.push(data);
    length += data.length;
  });
  return {
    pty,
    // All there is must come; a second look catches what comes too much.
    back: async () => {
      await until(() => length >= BYTES, PATIENCE_MS, `1 MB to come back`);
      pty.write('.');
      await until(() => length > BYTES, PATIENCE_MS, 'one byte more');
      return Buffer.concat(chunks);
    },
  };
}

function* pieces(data: Buffer, size: () => number): Generator<Buffer> {
  for (let at = 0; at < data.length; ) {
    const end = at + size();
    yield data.subarray(at, end);
    at = end;
  }
}

for (const size of [BYTES, 65_536, 4095, 1000]) {
  t.test(`random bytes written ${size} at a time come back as they were`, async (t) => {
    const data = randomBytes(BYTES);
    const { pty, back } = cat(t);
    for (const piece of pieces(data, () => size)) pty.write(piece);
    t.equal(hash(await back()), hash(Buffer.concat([data, Buffer.from('.')])));
  });
}

t.test(
  'so do pieces of any size, each written when the one before is with the kernel',
  async (t) => {
    const data = randomBytes(BYTES);
    const { pty, back } = cat(t);
    const writing = (async () => {
      for (const piece of pieces(data, () => 1 + Math.floor(Math.random() * 20_000))) {
        await new Promise<void>((resolve) => pty.write(piece, () => resolve()));
      }
    })();
    t.equal(hash(await back()), hash(Buffer.concat([data, Buffer.from('.')])));
    await writing;
  },
);

t.test("and pieces written with 'drain' awaited", async (t) => {
  const data = randomBytes(BYTES);
  const { pty, back } = cat(t);
  let waits = 0;
  const writing = (async () => {
    for (const piece of pieces(data, () => 30_000)) {
      if (pty.write(piece)) continue;
      waits += 1;
      await new Promise<void>((resolve) => pty.once('drain', resolve));
    }
  })();
  t.equal(hash(await back()), hash(Buffer.concat([data, Buffer.from('.')])));
  await writing;
  t.ok(waits > 0, `write() returned false ${waits} times`);
});

t.test('and text, as text', async (t) => {
  const text = 'gräßlich 漢字 🙂 '.repeat(20_000);
  const pty = spawn('cat', [], { termios: { raw: true, echo: false } });
  t.teardown(() => pty.kill('SIGKILL'));
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  pty.write(text);
  await until(() => output.length >= text.length, PATIENCE_MS, 'the text to come back');
  t.ok(output === text, 'character by character');
});
