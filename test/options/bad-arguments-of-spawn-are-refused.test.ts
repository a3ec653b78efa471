import { spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';
import {
  assertRefused,
  NO_ENCODING,
  ODD_VALUES,
  OUT_OF_RANGE,
  type Refused,
  UNKNOWN_SIGNAL,
  WRONG_TYPE,
  WRONG_VALUE,
} from '../helpers/refused';

type Row = [value: unknown, refused: Refused];

const wrongType = (...values: unknown[]): Row[] => [
  ...values.map((value): Row => [value, WRONG_TYPE]),
  ...ODD_VALUES.map(([, value]): Row => [value, WRONG_TYPE]),
];
const outOfRange = (...values: unknown[]): Row[] => values.map((value) => [value, OUT_OF_RANGE]);
const wrongValue = (...values: unknown[]): Row[] => values.map((value) => [value, WRONG_VALUE]);

const unknownSignal = (...values: unknown[]): Row[] =>
  [...values, ...ODD_VALUES.map(([, value]) => value)].map((value) => [value, UNKNOWN_SIGNAL]);

const SIZE = [...wrongType('80', {}, [80]), ...outOfRange(-1, 0.5, 1.5, 65536, 1e9, Infinity)];
const ID = [...wrongType('0', {}, []), ...outOfRange(-2, 1.5, 2 ** 32 - 1, 2 ** 32, NaN, Infinity)];

const OPTIONS: Record<string, Row[]> = {
  name: [...wrongType(1, {}), ...wrongValue('x\0y')],
  cols: SIZE,
  rows: SIZE,
  cwd: [...wrongType(1, {}, Buffer.from('/')), ...wrongValue('/\0', '\0')],
  env: [
    ...wrongType('A=1', 1),
    ...wrongValue({ A: 'x\0y' }, { 'A\0B': 'x' }, { A: { toString: () => '\0' } }),
    [{ A: Symbol('x') }, WRONG_TYPE],
  ],
  encoding: [...wrongType(8, {}), ['utf9', NO_ENCODING], ['no such', NO_ENCODING]],
  argv0: [...wrongType(1, {}), ...wrongValue('-\0sh')],
  uid: ID,
  gid: ID,
  groups: [
    ...wrongType(1, 'wheel', {}, ['wheel'], [null], [1, undefined]),
    ...outOfRange([-2], [1, 2.5], [2 ** 32]),
  ],
  cgroup: [...wrongType(1, {}, ['/']), ...wrongValue('relative', './x', '/a\0b')],
  pixelSize: [
    ...wrongType(1, '1x1', { width: '1', height: 1 }, { width: 1, height: {} }),
    ...outOfRange({ width: -1, height: 1 }, { width: 1, height: 65536 }, { width: 1.5, height: 1 }),
  ],
  termios: wrongType(1, 'raw'),
  signal: wrongType({}, 'SIGHUP', 1),
  killSignal: unknownSignal(0, -1, 65, {}, true, 'SIGNONE', 'hup', 'toString', '__proto__'),
  spawnErrors: wrongValue('maybe', true, 1, {}),
};

function show(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

t.before(() => collect(spawn('/bin/true'))); // starts what belongs to the process for good

for (const [option, rows] of Object.entries(OPTIONS)) {
  t.test(`option ${option}`, async (t) => {
    for (const [value, refused] of rows) {
      assertRefused(t, show(value), refused, () => spawn('/bin/true', [], { [option]: value }));
    }
  });
}

t.test('file', async (t) => {
  for (const [value, refused] of [...wrongType(1, {}, ['sh']), ...wrongValue('a\0b', '\0')]) {
    assertRefused(t, show(value), refused, () => spawn(value as string));
  }
});

t.test('args', async (t) => {
  const rows = [
    ...wrongType(1, {}, 'a string', [1], ['-c', null], ['-c', undefined], [['nested']]),
    ...wrongValue(['a\0b'], ['fine', '\0']),
  ];
  for (const [value, refused] of rows) {
    assertRefused(t, show(value), refused, () => spawn('/bin/true', value as string[]));
  }
  assertRefused(t, 'a hole', WRONG_TYPE, () => {
    // biome-ignore lint/suspicious/noSparseArray: it is what is tested
    return spawn('/bin/true', [, 'x'] as string[]);
  });
});

t.test('args as a string: also in node-pty’s words', async (t) => {
  t.throws(() => spawn('/bin/true', 'a b'), {
    message: 'args as a string is not supported on unix.',
  });
});

t.test('options', async (t) => {
  for (const [value, refused] of wrongType(1, 'cols=80')) {
    assertRefused(t, show(value), refused, () => spawn('/bin/true', [], value as object));
  }
});
