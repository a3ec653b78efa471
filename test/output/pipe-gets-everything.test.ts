import fs from 'node:fs';
import path from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { spawn } from 'flatpty';
import t from 'tap';
import { folder } from '../helpers/folder';
import { difference, numbered } from '../helpers/numbered';
import { othersHaveCome } from '../helpers/othersHaveCome';
import { until, within } from '../helpers/until';
import { written } from '../helpers/written';

const BYTES = 2_000_000;

t.test('a file gets everything, and is ended', async (t) => {
  const name = path.join(folder(t), 'output');
  const { file, args, expected } = numbered(BYTES);
  const sink = spawn(file, args).pipe(fs.createWriteStream(name));
  await within(finished(sink), 20_000, 'the file to be written');
  t.equal(difference(fs.readFileSync(name, 'utf8'), expected), 'same');
});

t.test('a slow sink holds the program back and gets everything', async (t) => {
  const { file, args, expected } = numbered(BYTES);
  const parts: string[] = [];
  let most = 0;
  const sink = new Writable({
    highWaterMark: 16 * 1024,
    decodeStrings: false,
    write(chunk: string, _encoding, callback) {
      most = Math.max(most, sink.writableLength);
      parts.push(chunk);
      setTimeout(callback, 5);
    },
  });
  const pty = spawn(file, args);
  pty.pipe(sink);
  await within(finished(sink), 30_000, 'the slow sink to end');
  t.equal(difference(parts.join(''), expected), 'same');
  t.comment(`at most ${most} bytes waited in the sink`);
  t.ok(most < 256 * 1024, `at most ${most} bytes waited in the sink`);
  const { exitCode } = await within(pty.exited, 5000, 'the exit');
  t.equal(exitCode, 0);
});

t.test('a sink that comes late gets what was printed before', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'echo early; read x; echo "late $x"'], {
    termios: { echo: false },
  });
  t.teardown(() => pty.destroy());
  await until(() => written(pty.pid) >= 'early\n'.length, 5000, 'it to print');
  await othersHaveCome();
  const sink = new PassThrough({ encoding: 'utf8' });
  pty.pipe(sink);
  let output = '';
  sink.on('data', (data) => {
    output += data;
  });
  await until(() => output === 'early\r\n', 5000, 'the early output');
  pty.write('x\r');
  await within(finished(sink), 5000, 'the end of the sink');
  t.equal(output, 'early\r\nlate x\r\n');
});

t.test('a sink that comes after the exit gets everything and is ended', async (t) => {
  const { file, args, expected } = numbered(20_000);
  const pty = spawn(file, args);
  await within(pty.exited, 5000, 'the exit');
  const sink = new PassThrough({ encoding: 'utf8' });
  pty.pipe(sink);
  let output = '';
  sink.on('data', (data) => {
    output += data;
  });
  await within(finished(sink), 5000, 'the end of the sink');
  t.equal(difference(output, expected), 'same');
});

t.test('a sink and a listener that come late in one tick both get the early output', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'echo early']);
  await within(pty.exited, 5000, 'the exit');
  const sink = new PassThrough({ encoding: 'utf8' });
  let heard = '';
  pty.onData((data) => {
    heard += data;
  });
  pty.pipe(sink);
  let piped = '';
  sink.on('data', (data) => {
    piped += data;
  });
  await within(finished(sink), 5000, 'the end of the sink');
  t.equal(piped, 'early\r\n');
  t.equal(heard, 'early\r\n');
});

t.test('two sinks of the same tick both get everything', async (t) => {
  const { file, args, expected } = numbered(100_000);
  const pty = spawn(file, args);
  const outputs = ['', ''];
  const sinks = outputs.map((_, i) => {
    const sink = pty.pipe(new PassThrough({ encoding: 'utf8' }));
    sink.on('data', (data) => {
      outputs[i] += data;
    });
    return finished(sink);
  });
  await within(Promise.all(sinks), 10_000, 'the sinks to end');
  t.strictSame(
    outputs.map((output) => difference(output, expected)),
    ['same', 'same'],
  );
});

t.test('{ end: false } leaves the sink open', async (t) => {
  const sink = new PassThrough({ encoding: 'utf8' });
  for (const word of ['one', 'two']) {
    const pty = spawn('echo', [word]);
    pty.pipe(sink, { end: false });
    await within(pty.exited, 5000, 'the exit');
  }
  t.equal(sink.read(), 'one\r\ntwo\r\n');
  t.notOk(sink.writableEnded);
});
