import { open } from 'flatpty';
import t from 'tap';
import {
  assertRefused,
  NO_ENCODING,
  ODD_VALUES,
  OUT_OF_RANGE,
  type Refused,
  WRONG_TYPE,
} from '../helpers/refused';

const SIZES: [unknown, Refused][] = [
  ...ODD_VALUES.map(([, value]): [unknown, Refused] => [value, WRONG_TYPE]),
  ['80', WRONG_TYPE],
  [-1, OUT_OF_RANGE],
  [1.5, OUT_OF_RANGE],
  [65536, OUT_OF_RANGE],
  [Number.POSITIVE_INFINITY, OUT_OF_RANGE],
];

t.before(() => open().destroy()); // starts what belongs to the process for good

t.test('cols and rows', async (t) => {
  for (const [value, refused] of SIZES) {
    const title = String(value);
    assertRefused(t, `cols ${title}`, refused, () => open({ cols: value as number }));
    assertRefused(t, `rows ${title}`, refused, () => open({ rows: value as number }));
  }
});

t.test('encoding', async (t) => {
  assertRefused(t, 'a number', WRONG_TYPE, () => open({ encoding: 8 as unknown as string }));
  assertRefused(t, 'utf9', NO_ENCODING, () => open({ encoding: 'utf9' }));
});

t.test('options', async (t) => {
  for (const value of [1, 'x', true]) {
    assertRefused(t, String(value), WRONG_TYPE, () => open(value as unknown as object));
  }
});
