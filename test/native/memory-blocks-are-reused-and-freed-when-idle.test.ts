import { execFileSync } from 'node:child_process';
import path from 'node:path';
import t from 'tap';
import { compile } from '../helpers/compile';

const HEADERS = path.join(__dirname, '../../src/native');

// The C compiler links none by itself.
const CXX_LIBRARY = process.platform === 'darwin' ? ['-lc++'] : ['-Wl,--no-as-needed', '-lstdc++'];

t.test('a pool of blocks keeps few, and none that nobody has needed', async (t) => {
  const program = compile(t, 'block_pool.cc', ['-std=c++17', '-I', HEADERS, ...CXX_LIBRARY]);
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
