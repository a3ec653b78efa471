import { execFileSync } from 'node:child_process';
import t from 'tap';
import { compileCxx } from '../helpers/compile';

t.test('a pool of blocks keeps few, and none that nobody has needed', async (t) => {
  const program = compileCxx(t, 'block_pool.cc');
  t.same(execFileSync(program, { encoding: 'utf8' }).trim().split('\n'), [
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
