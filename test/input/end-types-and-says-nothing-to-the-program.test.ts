import { spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';
import { talk } from '../helpers/talk';
import { within } from '../helpers/until';

t.test('end(data) types data; the program lives on and is heard', async (t) => {
  const { pty, expect } = talk(
    spawn('/bin/sh', ['-c', 'while read x; do echo "got $x"; done'], { termios: { echo: false } }),
  );
  t.teardown(() => pty.kill('SIGKILL'));
  pty.end('last\r');
  await expect(/got last\r\n/);
  t.not(pty.fd, -1);
  t.equal(pty.exitCode, null);
  pty.kill();
  const { signal } = await within(pty.exited, 5000, 'the exit');
  t.equal(signal, 1);
});

t.test('after it write() goes on typing, as in node-pty, and end() does nothing', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'while read x; do echo "got $x"; done'], {
    termios: { echo: false },
  });
  t.teardown(() => pty.kill('SIGKILL'));
  const errors: unknown[] = [];
  pty.on('error', (error) => errors.push(error));
  const { expect, output } = talk(pty);
  pty.end('one\r');
  await within(new Promise((resolve) => pty.write('two\r', resolve)), 5000, 'the callback');
  pty.end();
  pty.end('three\r');
  pty.write('four\r');
  await expect(/got one\r\ngot two\r\ngot four/);
  pty.kill('SIGKILL');
  await within(pty.exited, 5000, 'the exit');
  t.notMatch(output(), /three/);
  t.strictSame(errors, []);
});

t.test('what is written after end() waits like other input, and is counted', async (t) => {
  const half = 250_000;
  const pty = spawn('sleep', ['60'], { termios: { raw: true, echo: false } });
  const result = collect(pty);
  pty.end('x'.repeat(half));
  const told: string[] = [];
  pty.write('y'.repeat(half), () => told.push('ys'));
  pty.write('abc', () => told.push('abc'));
  const { writableLength } = pty;
  t.ok(writableLength > half && writableLength < 2 * half, `${writableLength} bytes wait`);
  pty.kill('SIGKILL');
  await result;
  t.equal(pty.writableLength, 0);
  t.strictSame(told, ['ys', 'abc'], 'called back when it is dropped');
});

t.test('late input arrives after the rest of what end() was given', async (t) => {
  const half = 250_000;
  const pty = spawn('/bin/sh', ['-c', `head -c ${2 * half + 3} | tail -c 5`], {
    termios: { raw: true, echo: false },
  });
  const result = collect(pty);
  pty.write('x'.repeat(half));
  pty.end('y'.repeat(half));
  pty.write('abc');
  t.equal((await result).output, 'yyabc');
});

t.test('the program is not told: a pty has no end of input', async (t) => {
  const pty = spawn('cat', [], { termios: { echo: false } });
  const result = collect(pty);
  const shown = new Promise((resolve) => pty.onData(resolve));
  pty.write('x\r');
  pty.end();
  await shown;
  // One that is told, and was started later, has ended by then.
  const control = spawn('cat');
  control.write('x\r\x04');
  await collect(control);
  t.equal(pty.exitCode, null, 'cat still runs');
  pty.kill();
  t.equal((await result).output, 'x\r\n');
});

t.test("end('\\x04') ends what reads lines", async (t) => {
  const pty = spawn('cat', [], { termios: { echo: false } });
  const result = collect(pty);
  pty.write('x\r');
  pty.end('\x04');
  const { output, exitCode } = await result;
  t.equal(output, 'x\r\n');
  t.equal(exitCode, 0);
});

t.test('end() with much still queued loses none of it', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'head -c 500000 | wc -c'], {
    termios: { raw: true, echo: false },
  });
  const result = collect(pty);
  pty.write('x'.repeat(250_000));
  pty.end(Buffer.alloc(250_000, 'y'));
  t.match((await result).output, '500000');
});
