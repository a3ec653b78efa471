// timeout: 240 s
// The cheapest two of the many in faults-in-macos-files-turn-a-test-red, for the small run.
import t from 'tap';
import { noDoubles } from './doubles';
import { isNoticed, MUTATIONS } from './mutations';

const CHEAP = ['the limit has another name', '/dev stays open'];

for (const mutation of MUTATIONS.filter(({ what }) => CHEAP.includes(what))) {
  t.test(mutation.what, { skip: noDoubles }, async (t) => {
    isNoticed(t, mutation, mutation.what === CHEAP[0]);
  });
}
