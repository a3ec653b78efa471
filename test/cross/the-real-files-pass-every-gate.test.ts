import path from 'node:path';
import t from 'tap';
import { gatesFor, noPrebuilds, PREBUILDS, ROOT } from '../helpers/cross';

for (const name of PREBUILDS) {
  t.test(`${name} has no fault`, { skip: noPrebuilds() }, async (t) => {
    const { facts, faults } = (await gatesFor(name))(path.join(ROOT, name));
    t.strictSame(faults, []);
    t.comment(`${name}: ${facts}`);
  });
}
