import { Duplex } from 'node:stream';
import { spawn } from 'flatpty';
import t from 'tap';
import { within } from '../helpers/until';

const MS = 20_000;

t.test('what is written to it is typed, what it reads is the output', async (t) => {
  const pty = spawn('cat', [], { termios: { echo: false } });
  t.teardown(() => pty.kill('SIGKILL'));
  t.ok(pty.stream instanceof Duplex);
  t.equal(pty.stream, pty.stream, 'one stream');
  let read = '';
  pty.stream.on('data', (chunk) => {
    read += chunk;
  });
  pty.stream.write('by the stream\n');
  await within(pty.waitFor('stream\r\n'), MS, 'the output');
  t.equal(read, 'by the stream\r\n');
});

t.test('as web streams, by Duplex.toWeb', async (t) => {
  const pty = spawn('sh', ['-c', 'read x; echo "got $x"'], {
    encoding: null,
    termios: { echo: false },
  });
  const { readable, writable } = Duplex.toWeb(pty.stream);
  const writer = writable.getWriter();
  await within(writer.write(Buffer.from('web\n')), MS, 'the write');
  let text = '';
  const read = async () => {
    for await (const chunk of readable) text += Buffer.from(chunk).toString();
  };
  await within(read(), MS, 'the end of the stream');
  t.equal(text, 'got web\r\n');
  t.equal((await within(pty.exited, MS, 'the exit')).exitCode, 0);
});

t.test('after the end it is destroyed', async (t) => {
  const pty = spawn('true');
  await within(pty.exited, MS, 'the exit');
  t.equal(pty.stream.destroyed, true);
});
