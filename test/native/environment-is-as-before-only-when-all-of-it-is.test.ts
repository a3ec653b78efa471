import t from 'tap';
import { linesOfCxx } from '../helpers/compile';

t.test('pointers first, then what they point to', async (t) => {
  t.same(linesOfCxx(t, 'environ_copy.cc'), [
    'first: changed',
    'pointers as before: changed',
    'texts too: as before',
    'in place: changed',
    'since: as before',
    'equal text elsewhere: changed',
    'once more: changed',
    'and again: as before',
    'fewer: changed',
    'more: changed',
    'in another order: changed',
    'empty: changed',
    'still empty: as before',
    'gone: changed',
    'still gone: changed',
    'of a libc that frees: changed',
    'and no value is looked at: changed',
    'and no value is looked at: changed',
    'and no value is looked at: changed',
  ]);
});
