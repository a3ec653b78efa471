import { open, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { collect } from '../helpers/collect';
import {
  assertRefused,
  ODD_VALUES,
  OUT_OF_RANGE,
  type Refused,
  WRONG_TYPE,
} from '../helpers/refused';

const BAD: [value: unknown, refused: Refused][] = [
  ...ODD_VALUES.map(([, value]): [unknown, Refused] => [value, WRONG_TYPE]),
  ...[undefined, null, '80', {}, []].map((value): [unknown, Refused] => [value, WRONG_TYPE]),
  ...[0, -1, 0.5, 1.5, 65536, 1e9, NaN, Infinity, -Infinity].map((value): [unknown, Refused] => [
    value,
    OUT_OF_RANGE,
  ]),
];

type Resizable = { resize(cols: unknown, rows: unknown, pixels?: unknown): void };

function assertTable(t: Test, pty: Resizable): void {
  for (const [value, refused] of BAD) {
    assertRefused(t, `cols ${String(value)}`, refused, () => pty.resize(value, 24));
    assertRefused(t, `rows ${String(value)}`, refused, () => pty.resize(80, value));
  }
  const size = (width: unknown, height: unknown) => () => pty.resize(80, 24, { width, height });
  assertRefused(t, 'pixels -1', OUT_OF_RANGE, size(-1, 1));
  assertRefused(t, 'pixels 65536', OUT_OF_RANGE, size(1, 65536));
  assertRefused(t, 'pixels 1.5', OUT_OF_RANGE, size(1.5, 1));
  assertRefused(t, 'pixels text', WRONG_TYPE, size('1', 1));
  assertRefused(t, 'pixelSize 1', WRONG_TYPE, () => pty.resize(80, 24, 1));
}

t.test('of a running program, whose size stays', async (t) => {
  const pty = spawn('sh', ['-c', 'read go; stty size'], { cols: 91, rows: 19 });
  assertTable(t, pty as unknown as Resizable);
  t.strictSame([pty.cols, pty.rows], [91, 19]);
  pty.write('go\r');
  t.match((await collect(pty)).output, '19 91\r\n', 'the kernel was not told either');
});

t.test('in node-pty’s words, where it has some', async (t) => {
  const pty = spawn('true');
  const ended = collect(pty);
  for (const [cols, rows] of [
    [0, 24],
    [80, 0],
    [-1, 24],
    [80, NaN],
    [Infinity, 24],
  ] as const) {
    t.throws(() => pty.resize(cols, rows), {
      message: 'resizing must be done using positive cols and rows',
    });
  }
  await ended;
});

t.test('of a program that has ended: the caller’s mistake is the same', async (t) => {
  const pty = spawn('true');
  await collect(pty);
  assertTable(t, pty as unknown as Resizable);
  t.doesNotThrow(() => pty.resize(100, 30), 'a good size is ignored');
});

t.test('of an open terminal', async (t) => {
  const pair = open();
  t.teardown(() => pair.destroy());
  assertTable(t, pair as unknown as Resizable);
  t.strictSame([pair.cols, pair.rows], [80, 24]);
});
