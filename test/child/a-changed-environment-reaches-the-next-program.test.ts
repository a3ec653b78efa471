import { once } from 'node:events';
import path from 'node:path';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { type IPtyForkOptions, spawn } from 'flatpty';
import t from 'tap';
import { freshSeed, Random } from '#lib/cli/random';
import { collect, run } from '../helpers/collect';

// What was made of process.env is used again while nothing has changed in it. That takes a few spawns.
const UNCHANGED = 4;
const CHANGES = 150;
const NAMES = ['A', 'B', 'CHANGED', 'LONGER_NAME'];
const VALUES = ['', '1', '2', 'ä', 'x'.repeat(300)];

/** Of the child, in its order: what tests set, and what the library adds. */
async function found(options: IPtyForkOptions = {}): Promise<string[]> {
  const { output } = await run('/bin/cat', ['/proc/self/environ'], options);
  return output.split('\0').filter((entry) => /^(A|B|CHANGED|LONGER_NAME|PWD|TERM)=/.test(entry));
}

const own = () =>
  NAMES.filter((name) => name in process.env).map((name) => `${name}=${process.env[name]}`);

/** The same without an order, and without PWD and TERM. */
const mine = (entries: string[]) => entries.filter((entry) => !/^(PWD|TERM)=/.test(entry)).sort();

async function unchanged(): Promise<string[]> {
  let last: string[] = [];
  for (let i = 0; i < UNCHANGED; i++) last = await found();
  return last;
}

t.afterEach(() => {
  for (const name of NAMES) delete process.env[name];
});

t.test('changed by this thread, at random', async (t) => {
  const seed = freshSeed();
  t.comment(`seed ${seed}`);
  const random = new Random(seed);
  for (let i = 0; i < CHANGES; i++) {
    const name = random.pick(NAMES);
    if (random.chance(0.3)) delete process.env[name];
    else process.env[name] = random.pick(VALUES);
    for (let same = random.integer(1, UNCHANGED); same > 0; same--) {
      t.strictSame(mine(await found()), own().sort());
    }
  }
});

t.test('a variable taken out and set again comes last', async (t) => {
  process.env.A = '1';
  process.env.B = '2';
  t.strictSame(mine(await unchanged()), ['A=1', 'B=2']);
  delete process.env.A;
  process.env.A = '1';
  t.strictSame(
    (await found()).filter((entry) => /^[AB]=/.test(entry)),
    ['B=2', 'A=1'],
  );
});

t.test('changed by a worker that shares it', async (t) => {
  process.env.CHANGED = 'before';
  t.strictSame(mine(await unchanged()), ['CHANGED=before']);
  const change = `process.env.CHANGED = 'by a worker'; delete process.env.A; process.env.B = 'new'`;
  await once(new Worker(change, { eval: true, env: SHARE_ENV }), 'exit');
  t.strictSame(mine(await found()), ['B=new', 'CHANGED=by a worker']);
});

// As test runners do that forget modules between files: the addon stays, once per thread.
t.test('seen first by another copy of the library', async (t) => {
  const copied = require.resolve('flatpty');
  const folder = path.dirname(copied);
  const kept = Object.entries(require.cache).filter(
    ([file]) => file.startsWith(folder) && file.endsWith('.js'),
  );
  for (const [file] of kept) delete require.cache[file];
  const copy: typeof import('flatpty') = require(copied);
  for (const [file, module] of kept) require.cache[file] = module;
  t.not(copy.spawn, spawn);
  process.env.A = '1';
  t.strictSame(mine(await unchanged()), ['A=1']);
  process.env.A = '2';
  await collect(copy.spawn('/bin/true'));
  await collect(copy.spawn('/bin/true'));
  t.strictSame(mine(await found()), ['A=2']);
});

t.test('another directory and another name', async (t) => {
  const before = process.cwd();
  t.teardown(() => process.chdir(before));
  await unchanged();
  process.chdir('/');
  t.ok((await found()).includes('PWD=/'));
  t.ok((await found({ cwd: '/usr' })).includes('PWD=/usr'));
  t.ok((await found({ name: 'vt220' })).includes('TERM=vt220'));
  const { TERM } = process.env;
  t.ok((await found()).includes(`TERM=${TERM ?? 'xterm'}`));
});

t.test('process.env is another object', async (t) => {
  const before = process.env;
  t.teardown(() => {
    process.env = before;
  });
  process.env.A = '1';
  t.strictSame(mine(await unchanged()), ['A=1']);
  process.env = { ...before, A: '2' };
  t.strictSame(mine(await unchanged()), ['A=2']);
  process.env.A = '3';
  t.strictSame(mine(await found()), ['A=3']);
  process.env = before;
  t.strictSame(mine(await found()), ['A=1']);
});
