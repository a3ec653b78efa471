// timeout: 180 s
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import t, { type Test } from 'tap';
import { Random } from '#lib/cli/random';
import { run } from '../helpers/collect';
import { folder } from '../helpers/folder';
import { difference } from '../helpers/numbered';

// The Encoding Standard's decoder, from a whole; ours gets the same bytes as the kernel cuts them.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const seed = new Random(20261122);

async function check(t: Test, name: string, bytes: Buffer): Promise<void> {
  await t.test(`${name}, ${bytes.length} bytes`, async (t) => {
    const file = path.join(folder(t), 'bytes');
    writeFileSync(file, bytes);
    // Raw, so that the terminal changes nothing of it.
    const { output } = await run('cat', [file], { termios: { raw: true } });
    t.equal(difference(output, decoder.decode(bytes)), 'same');
  });
}

const SCRIPTS =
  'plain text, Привет мир, 世界, \u{1F600}\u{10FFFF}, é\u0080\u07ff\u0800\ud7ff\ue000\ufeff\uffff\n';
const text = (bytes: number) =>
  Buffer.from(SCRIPTS.repeat(Math.ceil(bytes / SCRIPTS.length))).subarray(0, bytes);

function damaged(random: Random, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let i = 0; i < copy.length; i += random.integer(1, 40)) copy[i] = random.integer(0, 255);
  return copy;
}

// Table 3-8 of the Unicode Standard and what stands at the edges of each length.
const EDGES = [
  'c0af e080bf f0818281 41',
  'eda080 edbfbf edaf41',
  'f49192939441 ff 41 f880bf 42',
  'e180e2f09192f1bf41',
  '61f18080e180c262806380 80 64',
  'c1bf c280 dfbf e09fbf e0a080 efbfbf f08fbfbf f0908080 f48fbfbf f4908080',
  'ed9fbf ee8080 efbbbf 61 efbbbf',
  'f09f98',
  'c3',
].map((hex) => Buffer.from(hex.replace(/ /g, ''), 'hex'));

t.test('edges, scripts, damage and noise', async (t) => {
  for (const [i, bytes] of EDGES.entries()) {
    await check(t, `edge ${i}`, bytes);
    // Once more behind ASCII, which is copied in blocks.
    await check(t, `edge ${i} behind ASCII`, Buffer.concat([Buffer.alloc(37, 'a'), bytes, bytes]));
  }
  for (let i = 0; i < 12; i++) {
    const random = seed.part(i);
    const length = random.integer(1, 200_000);
    await check(t, 'scripts of all lengths', text(length));
    await check(t, 'damaged text', damaged(random, text(length)));
    const noise = Buffer.from(Array.from({ length }, () => random.integer(0, 255)));
    await check(t, 'noise', noise);
  }
});
