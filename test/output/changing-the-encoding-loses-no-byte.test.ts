import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';
import { folder } from '../helpers/folder';

const TEXT = 'a世界\u{1F600}é'.repeat(60_000);

/** Prints TEXT raw; `change` is called after each event. */
async function chunksOf(
  t: Parameters<typeof folder>[0],
  change: (pty: Pty, events: number) => void,
): Promise<(string | Buffer)[]> {
  const file = path.join(folder(t), 'text');
  writeFileSync(file, TEXT);
  const pty = spawn('cat', [file], { termios: { raw: true } });
  const chunks: (string | Buffer)[] = [];
  pty.onData((data) => {
    chunks.push(data);
    change(pty, chunks.length);
  });
  await collect(pty);
  return chunks;
}

// A chunk of text leaves off the bytes of a character that is cut in two; they must come with the
// next chunk, whatever its kind.
for (const after of [1, 2, 3, 5]) {
  t.test(`from text to Buffers after ${after} events`, async (t) => {
    const chunks = await chunksOf(t, (pty, events) => {
      if (events === after) pty.setEncoding(null);
    });
    t.ok(
      chunks.some((chunk) => typeof chunk === 'string'),
      'some came as text',
    );
    t.ok(
      chunks.some((chunk) => typeof chunk !== 'string'),
      'some came as Buffers',
    );
    const all = Buffer.concat(chunks.map((chunk) => Buffer.from(chunk as string)));
    t.ok(all.equals(Buffer.from(TEXT)), `${all.length} bytes, each once and in order`);
  });
}

t.test('setting the encoding that it has changes nothing', async (t) => {
  const chunks = await chunksOf(t, (pty) => pty.setEncoding('utf8'));
  t.ok(chunks.join('') === TEXT, `${chunks.length} chunks`);
});

t.test('from text to hexadecimal', async (t) => {
  const chunks = await chunksOf(t, (pty, events) => {
    if (events === 1) pty.setEncoding('hex');
  });
  const [first = '', ...rest] = chunks as string[];
  const all = Buffer.concat([Buffer.from(first), Buffer.from(rest.join(''), 'hex')]);
  t.ok(all.equals(Buffer.from(TEXT)), `${all.length} bytes, each once and in order`);
});
