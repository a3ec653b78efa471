import t from 'tap';
import { linesOfCxx } from '../helpers/compile';

t.test('a pool of blocks keeps few, and none that nobody has needed', async (t) => {
  t.same(linesOfCxx(t, 'block_pool.cc'), [
    '20 taken: 20',
    'given back: 8',
    'two at a time: 8',
    'two needed since: 2',
    'more to free',
    'none needed since: 0',
    'nothing to free',
    'taken again: 2',
    'at the end: 0',
  ]);
});
