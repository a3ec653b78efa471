// timeout: 1500 s
// only in test:all: each of the many runs another test
import t from 'tap';
import { noDoubles } from './doubles';
import { isNoticed, MUTATIONS } from './mutations';

const seen = new Set<string>();

for (const mutation of MUTATIONS) {
  t.test(mutation.what, { skip: noDoubles }, async (t) => {
    isNoticed(t, mutation, !seen.has(mutation.test));
    seen.add(mutation.test);
  });
}
