import { spawn } from 'flatpty';
import t from 'tap';
import { collect, collectBytes, run } from '../helpers/collect';

const BYTES = [0x61, 0xe9, 0x00, 0xff, 0xc3, 0xa9];
const SCRIPT = "stty raw; printf 'a\\351\\000\\377\\303\\251'";

t.test('null: Buffers, every byte as printed', async (t) => {
  const pty = spawn('/bin/sh', ['-c', SCRIPT], { encoding: null });
  const seen = new Set<boolean>();
  pty.onData((data) => seen.add(Buffer.isBuffer(data)));
  pty.on('data', (data) => seen.add(Buffer.isBuffer(data)));
  const { output } = await collectBytes(pty);
  t.strictSame([...seen], [true]);
  t.strictSame([...output], BYTES);
});

for (const encoding of ['latin1', 'hex', 'base64', 'utf16le'] as const) {
  t.test(`${encoding}: strings in that encoding`, async (t) => {
    const { output } = await collect(spawn('/bin/sh', ['-c', SCRIPT], { encoding }));
    t.equal(output, Buffer.from(BYTES).toString(encoding));
  });
}

t.test('utf8 is the default; what is not UTF-8 becomes U+FFFD', async (t) => {
  const { output } = await collect(spawn('/bin/sh', ['-c', SCRIPT]));
  t.equal(output, Buffer.from(BYTES).toString('utf8'));
});

const C_LOCALE = { ...process.env, LC_ALL: 'C' };

for (const [encoding, flag] of [
  ['utf8', 'iutf8'],
  ['latin1', '-iutf8'],
] as const) {
  t.test(`the terminal's line editor is told of ${encoding}: ${flag}`, async (t) => {
    const { output } = await run('stty', ['-a'], { encoding, env: C_LOCALE });
    t.ok(output.split(/[\s;]+/).includes(flag), output);
  });
}

// Buffers say nothing of what they hold, and terminals hold UTF-8: a backspace erases a whole letter.
for (const [utf8, flag] of [
  [undefined, 'iutf8'],
  [true, 'iutf8'],
  [false, '-iutf8'],
] as const) {
  t.test(`with Buffers and termios.utf8 ${utf8}: ${flag}`, async (t) => {
    const pty = spawn('stty', ['-a'], { encoding: null, env: C_LOCALE, termios: { utf8 } });
    const { output } = await collectBytes(pty);
    t.ok(`${output}`.split(/[\s;]+/).includes(flag), `${output}`);
  });
}

t.test('termios.utf8 says another thing than the encoding', async (t) => {
  const termios = { utf8: true };
  const { output } = await run('stty', ['-a'], { encoding: 'latin1', env: C_LOCALE, termios });
  t.ok(output.split(/[\s;]+/).includes('iutf8'), output);
});
