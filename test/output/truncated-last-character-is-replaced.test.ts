import { spawn } from 'flatpty';
import t from 'tap';
import { sh } from '../helpers/collect';

t.test('output that ends in half a character ends in U+FFFD', async (t) => {
  const { output, events } = await sh("printf 'end\\342\\202'");
  t.equal(output, 'end\uFFFD');
  t.strictSame(events.slice(-2), ['close', 'exit'], 'it is told before close');
});

t.test('and in nothing more when the last character is whole', async (t) => {
  const { output } = await sh("printf 'end\\342\\202\\254'");
  t.equal(output, 'end€');
});

t.test('with encoding null the bytes are there as they are', async (t) => {
  const pty = spawn('/bin/sh', ['-c', "printf 'end\\342\\202'"], { encoding: null });
  const chunks: Buffer[] = [];
  pty.onData((data) => chunks.push(data));
  await pty.exited;
  t.strictSame(Buffer.concat(chunks), Buffer.from([0x65, 0x6e, 0x64, 0xe2, 0x82]));
});
