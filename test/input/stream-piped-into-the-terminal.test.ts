import { createHash } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { until, within } from '../helpers/until';

const BYTES = 2 * 1024 * 1024;
const sink = (pty: unknown) => pty as NodeJS.WritableStream;

/** A terminal in which `cat` returns everything. */
function cat(): { pty: Pty; output: () => string } {
  const pty = spawn('cat', [], { encoding: 'latin1', termios: { raw: true, echo: false } });
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  return { pty, output: () => output };
}

t.test('a long stream arrives whole, and waits for the program', async (t) => {
  const { pty, output } = cat();
  t.teardown(() => pty.kill('SIGKILL'));
  const hash = createHash('sha256');
  let made = 0;
  let most = 0;
  const source = new Readable({
    read() {
      if (made >= BYTES) {
        this.push(null);
        return;
      }
      const piece = Buffer.alloc(16 * 1024, `${made} `);
      made += piece.length;
      hash.update(piece);
      most = Math.max(most, pty.writableLength);
      this.push(piece);
    },
  });
  source.pipe(sink(pty));
  await until(() => output().length >= BYTES, 30_000, 'all of it to come back');
  t.equal(
    createHash('sha256').update(output(), 'latin1').digest('hex'),
    hash.digest('hex'),
    'as it was',
  );
  t.comment(`at most ${most} bytes waited in the terminal`);
  t.ok(most < 512 * 1024, `at most ${most} bytes waited in the terminal`);
});

t.test('typing that goes on and off', async (t) => {
  const { pty, output } = cat();
  t.teardown(() => pty.kill('SIGKILL'));
  const keyboard = new PassThrough();
  keyboard.pipe(sink(pty), { end: false });
  keyboard.write('one ');
  await until(() => output() === 'one ', 5000, 'the first word');
  keyboard.write('two');
  await until(() => output() === 'one two', 5000, 'the second word');
  keyboard.unpipe(sink(pty));
  keyboard.write('not this');
  pty.write('.');
  await until(() => output().endsWith('.'), 5000, 'the end');
  t.equal(output(), 'one two.');
});

t.test('{ end: false } leaves the terminal writable after the source has ended', async (t) => {
  const { pty, output } = cat();
  t.teardown(() => pty.kill('SIGKILL'));
  const source = Readable.from([Buffer.from('from the source, ')]);
  source.pipe(sink(pty), { end: false });
  await within(new Promise((resolve) => source.once('end', resolve)), 5000, 'the end');
  pty.write('by hand');
  await until(() => output().endsWith('by hand'), 5000, 'both');
  t.equal(output(), 'from the source, by hand');
});

t.test('a source that outlives the program is let go of, without an error', async (t) => {
  const { pty } = cat();
  const keyboard = new PassThrough();
  keyboard.pipe(sink(pty));
  t.equal(keyboard.listenerCount('data'), 1);
  pty.kill('SIGKILL');
  await within(pty.exited, 5000, 'the exit');
  // As every Writable that closes: it is unpiped, and what follows stays in the source.
  await until(() => keyboard.listenerCount('data') === 0, 5000, 'the source to be free');
  keyboard.end('for somebody else');
  t.equal(`${keyboard.read()}`, 'for somebody else');
});
