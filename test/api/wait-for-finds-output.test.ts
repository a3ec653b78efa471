import { spawn } from 'flatpty';
import t from 'tap';
import { within } from '../helpers/until';

const MS = 20_000;

/** A program that prints each line that is typed in pieces, a character at a time. */
const SLOW = `while read line; do for c in $(echo "$line" | sed 's/./& /g'); do printf %s $c; sleep 0.01; done; echo .; done`;

t.test('a match across chunks, what it has captured, and what came before it', async (t) => {
  const pty = spawn('sh', ['-c', SLOW], { termios: { echo: false } });
  t.teardown(() => pty.kill('SIGKILL'));
  pty.write('abcdef\n');
  const match = await within(pty.waitFor(/b(?<middle>.*)e/), MS, 'the match');
  t.equal(match[0], 'bcde');
  t.equal(match.groups?.middle, 'cd');
  t.equal(match.input.slice(0, match.index), 'a');
});

t.test('each call looks at what came after the match before it', async (t) => {
  const pty = spawn('sh', ['-c', 'echo one two one three; cat']);
  t.teardown(() => pty.kill('SIGKILL'));
  const matches = [];
  for (const pattern of ['one', /one \w+/, '\n']) {
    matches.push((await within(pty.waitFor(pattern), MS, `${pattern}`))[0]);
  }
  t.strictSame(matches, ['one', 'one three', '\n']);
});

t.test('calls that wait at the same time are answered in their order', async (t) => {
  const pty = spawn('sh', ['-c', 'read x; echo aXbXcX; cat'], { termios: { echo: false } });
  t.teardown(() => pty.kill('SIGKILL'));
  const all = Promise.all([/.X/, /.X/, /.X/].map((pattern) => pty.waitFor(pattern)));
  pty.write('go\n');
  t.strictSame(
    (await within(all, MS, 'three matches')).map(([text]) => text),
    ['aX', 'bX', 'cX'],
  );
});

t.test('output that came before the first call, and other listeners, are not lost', async (t) => {
  const pty = spawn('sh', ['-c', 'echo early; exec cat']);
  t.teardown(() => pty.kill('SIGKILL'));
  let heard = '';
  pty.onData((data) => {
    heard += data;
  });
  await within(pty.waitFor('early'), MS, 'the word');
  t.match(heard, 'early');
});

t.test('characters of a pattern that is a string mean themselves', async (t) => {
  const pty = spawn('sh', ['-c', `echo 'x$ [a-z]* (b|c) \\d'; cat`]);
  t.teardown(() => pty.kill('SIGKILL'));
  for (const text of ['$ ', '[a-z]*', '(b|c)', '\\d']) {
    t.equal((await within(pty.waitFor(text), MS, text))[0], text);
  }
});

t.test('flags of a RegExp that keep a position do not matter', async (t) => {
  const pty = spawn('sh', ['-c', 'echo ab ab; cat']);
  t.teardown(() => pty.kill('SIGKILL'));
  const pattern = /B/giy;
  pattern.lastIndex = 100;
  t.equal((await within(pty.waitFor(pattern), MS, 'b'))[0], 'b');
  t.equal((await within(pty.waitFor(pattern), MS, 'b again'))[0], 'b');
  t.equal(pattern.lastIndex, 100, 'and the caller finds it as it was');
});

t.test('a terminal that gives Buffers, with characters that are split', async (t) => {
  const half = `printf '\\303'; sleep 0.05; printf '\\274ber\\n'; cat`;
  const pty = spawn('sh', ['-c', half], { encoding: null });
  t.teardown(() => pty.kill('SIGKILL'));
  t.equal((await within(pty.waitFor(/.ber/), MS, 'the word'))[0], 'über');
});

t.test('the last output of a program that is over', async (t) => {
  const pty = spawn('sh', ['-c', 'echo done']);
  await within(pty.exited, MS, 'the exit');
  t.equal((await within(pty.waitFor(/d.ne/), MS, 'the word'))[0], 'done');
});

t.test('a flood before the match is not kept whole', async (t) => {
  const pty = spawn('sh', [
    '-c',
    'yes | head -c 5000000; echo found; yes | head -c 5000000; echo next; cat',
  ]);
  t.teardown(() => pty.kill('SIGKILL'));
  for (const pattern of ['found', /next/]) {
    const match = await within(pty.waitFor(pattern), 50_000, 'the end of the flood');
    t.ok(match.input.length < 600_000, `${match.input.length} characters`);
  }
});
