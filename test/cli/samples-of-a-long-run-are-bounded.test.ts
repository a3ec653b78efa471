import t from 'tap';
import { Thinned } from '#lib/cli/thinned';

t.test('a million samples become some hundred, evenly spread', async (t) => {
  const thinned = new Thinned<number>(100);
  let most = 0;
  for (let i = 0; i < 1_000_000; i++) {
    thinned.add(i);
    most = Math.max(most, thinned.kept.length);
  }
  const { kept } = thinned;
  t.equal(most, 100, 'never more than asked for');
  t.ok(kept.length >= 50, `${kept.length} are left`);
  const steps = new Set(kept.slice(1).map((value, i) => value - (kept[i] ?? 0)));
  t.equal(steps.size, 1, 'one step between any two');
  t.equal(kept[0], 0, 'the first is kept');
  t.ok((kept.at(-1) ?? 0) >= 980_000, `the last is ${kept.at(-1)}`);
});

t.test('fewer than the bound are all kept', async (t) => {
  const thinned = new Thinned<number>(10);
  for (let i = 0; i < 10; i++) thinned.add(i);
  t.strictSame(thinned.kept, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
