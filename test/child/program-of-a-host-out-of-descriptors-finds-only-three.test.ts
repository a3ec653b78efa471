import t from 'tap';
import { answerIn, type Conditions, conditionsFor } from '../helpers/conditions';

const CLOSE_RANGE = 436;
const EPERM = 1;

// The child has a copy of the full table, so it cannot open a listing of what there is to close.
const cases: [title: string, refuse: Conditions['refuse']][] = [
  ['close_range works', []],
  ['close_range is refused', [[CLOSE_RANGE, EPERM]]],
];

for (const [title, refuse] of cases) {
  t.test(`the last descriptors go to a spawn, and ${title}`, async (t) => {
    const runUnder = conditionsFor(t);
    const host = require.resolve('../fixtures/full-table-host');
    const end = await runUnder({ inherit: [40, 41], nofile: 64, refuse }, host);
    const found = answerIn<Record<string, string[]>>(end);
    t.ok(Object.keys(found).length > 0, 'a launcher was tried');
    for (const [launcher, descriptors] of Object.entries(found)) {
      t.strictSame(descriptors, ['0', '1', '2'], launcher);
    }
  });
}
