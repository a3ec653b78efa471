import t from 'tap';
import { windowsEnvironment } from '#lib/spawn/windowsEnv';

const names = (block: string) => block.split('\0').slice(0, -1);

t.test('sorted by upper-case name', async (t) => {
  const { block } = windowsEnvironment({ b: '1', A_: '2', AB: '3', a: '4', '=C:': 'C:\\x' }, {});
  t.strictSame(names(block), ['=C:=C:\\x', 'a=4', 'AB=3', 'A_=2', 'b=1']);
});

t.test('of names that differ by case the last one counts', async (t) => {
  const env = windowsEnvironment({ Path: 'one', PATH: 'two' }, {});
  t.strictSame(names(env.block), ['PATH=two']);
  t.equal(env.get('path'), 'two');
});

t.test('undefined is absent, other values become text', async (t) => {
  const source = { A: undefined, B: '', C: 7 as unknown as string };
  t.strictSame(names(windowsEnvironment(source, {}).block), ['B=', 'C=7']);
});

t.test(
  "what Windows's libraries need is taken from the host, if the caller has none",
  async (t) => {
    const own = { SYSTEMROOT: 'C:\\Windows', PATH: 'C:\\host', OTHER: 'x' };
    t.strictSame(names(windowsEnvironment({ Path: 'C:\\mine' }, own).block), [
      'Path=C:\\mine',
      'SYSTEMROOT=C:\\Windows',
    ]);
  },
);

t.test('an empty environment is an empty block', async (t) => {
  t.equal(windowsEnvironment({}, {}).block, '');
});

t.test('names and values that no block can hold are errors', async (t) => {
  for (const source of [{ 'A\0': '1' }, { A: '1\0' }, { 'A=B': '1' }, { '': '1' }]) {
    t.throws(() => windowsEnvironment(source, {}), { code: 'ERR_INVALID_ARG_VALUE' });
  }
  const symbol = { A: Symbol('x') as unknown as string };
  t.throws(() => windowsEnvironment(symbol, {}), { code: 'ERR_INVALID_ARG_TYPE' });
});
