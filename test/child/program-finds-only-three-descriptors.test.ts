import t from 'tap';
import type { Inheriting } from '../fixtures/inheriting-host';
import { answerIn, type Conditions, conditionsFor } from '../helpers/conditions';

// Node marks what it inherits close-on-exec up to the first gap above 15, so 100 and 200 stay.
const INHERIT = [3, 4, 7, 9, 15, 100, 200];
const EPERM = 1;
const ENOSYS = 38;
const CLOSE_RANGE = 436; // the same number on every architecture

const cases: [title: string, refuse: Conditions['refuse']][] = [
  ['close_range works', []],
  ['a container filter refuses close_range', [[CLOSE_RANGE, EPERM]]],
  ['the kernel does not know close_range', [[CLOSE_RANGE, ENOSYS]]],
];

for (const [title, refuse] of cases) {
  t.test(`only 0, 1 and 2 are open when ${title}`, async (t) => {
    const runUnder = conditionsFor(t);
    const host = require.resolve('../fixtures/inheriting-host');
    const end = await runUnder({ inherit: INHERIT, refuse }, host);
    const { inheritable, found } = answerIn<Inheriting>(end);
    t.ok(inheritable.includes(100) && inheritable.includes(200), 'the host has what could leak');
    t.ok(Object.keys(found).length >= 2, 'both launchers were tried');
    for (const [name, descriptors] of Object.entries(found)) {
      t.strictSame(descriptors, ['0', '1', '2'], `${name}: nothing but the terminal`);
    }
  });
}
