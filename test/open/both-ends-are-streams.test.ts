import { readlinkSync } from 'node:fs';
import { Duplex } from 'node:stream';
import { type OpenPty, open } from 'flatpty';
import t, { type Test } from 'tap';
import { fdOf, internals } from '../helpers/internals';
import { until } from '../helpers/until';

interface Pair {
  pair: OpenPty;
  atMaster(): string;
  atSlave(): string;
}

function opened(t: Test, options?: Parameters<typeof open>[0]): Pair {
  const pair = open(options);
  t.teardown(() => pair.destroy());
  const text = { master: '', slave: '' };
  for (const end of ['master', 'slave'] as const) {
    pair[end].on('data', (data: string) => {
      text[end] += data;
    });
  }
  return { pair, atMaster: () => text.master, atSlave: () => text.slave };
}

t.test('what it is', async (t) => {
  const { pair } = opened(t, { cols: 91, rows: 19 });
  t.ok(pair.master instanceof Duplex);
  t.ok(pair.slave instanceof Duplex);
  t.equal(internals(pair)._socket, pair.master);
  t.equal(pair.pid, -1);
  t.strictSame([pair.cols, pair.rows], [91, 19]);
  t.equal(readlinkSync(`/proc/self/fd/${fdOf(pair.slave)}`), pair.ptsName);
  t.match(readlinkSync(`/proc/self/fd/${fdOf(pair.master)}`), /ptmx/);
  t.equal(pair.fd, fdOf(pair.master));
  t.type(pair.process, 'string');
  t.strictSame([pair.exitCode, pair.signalCode], [null, null]);
  t.strictSame([pair.foregroundPid, pair.cwd], [undefined, undefined]);
});

t.test('the slave writes output: newlines become CR LF at the master', async (t) => {
  const { pair, atMaster } = opened(t);
  let heard = '';
  pair.onData((data) => {
    heard += data;
  });
  pair.slave.write('one\ntwo\n');
  await until(() => atMaster().endsWith('two\r\n'), 10_000, 'the output');
  t.equal(atMaster(), 'one\r\ntwo\r\n');
  t.equal(heard, atMaster(), 'onData of the terminal hears the same');
});

t.test('the master types: the slave reads lines, and they are echoed', async (t) => {
  const { pair, atMaster, atSlave } = opened(t);
  pair.master.write('ab\x7fc');
  await until(() => atMaster().includes('c'), 10_000, 'the echo');
  t.equal(atSlave(), '', 'not before the line is complete');
  pair.write('\r');
  await until(() => atSlave() !== '', 10_000, 'the line');
  t.equal(atSlave(), 'ac\n', 'edited');
  await until(() => atMaster().endsWith('\n'), 10_000, 'the echo of the line');
  t.equal(atMaster(), 'ab\b \bc\r\n');
});

t.test('a megabyte passes both ways', async (t) => {
  const { pair, atMaster } = opened(t);
  const line = `${'x'.repeat(98)}\n`;
  pair.slave.write(line.repeat(10_000));
  const expected = line.replace('\n', '\r\n').repeat(10_000);
  await until(() => atMaster().length >= expected.length, 20_000, 'the output');
  t.ok(atMaster() === expected);
});

t.test('encoding null: both ends give Buffers', async (t) => {
  const pair = open({ encoding: null });
  t.teardown(() => pair.destroy());
  const chunks: Record<string, unknown> = {};
  pair.master.on('data', (data) => {
    chunks.master = data;
  });
  pair.slave.on('data', (data) => {
    chunks.slave = data;
  });
  pair.onData((data) => {
    chunks.onData = data;
  });
  pair.slave.write(Buffer.from([0xff, 0xfe]));
  await until(() => chunks.onData, 10_000, 'the output');
  t.strictSame(chunks.master, Buffer.from([0xff, 0xfe]));
  t.ok(Buffer.isBuffer(chunks.onData));
  pair.master.write(Buffer.from([0x80, 0x0d]));
  await until(() => chunks.slave, 10_000, 'the input');
  t.strictSame(chunks.slave, Buffer.from([0x80, 0x0a]));
});

t.test('utf8 by default: a character in two pieces is one', async (t) => {
  const { pair, atMaster } = opened(t);
  const euro = Buffer.from('€');
  pair.slave.write(euro.subarray(0, 1));
  pair.slave.write(euro.subarray(1));
  pair.slave.write('.');
  await until(() => atMaster().endsWith('.'), 10_000, 'the output');
  t.equal(atMaster(), '€.');
});
