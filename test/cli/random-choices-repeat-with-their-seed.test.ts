import t from 'tap';
import { freshSeed, Random } from '#lib/cli/random';

const first = (random: Random, count: number) => Array.from({ length: count }, () => random.next());

t.test('the same seed gives the same numbers, another seed others', async (t) => {
  t.strictSame(first(new Random(7), 1000), first(new Random(7), 1000));
  const all = new Set(
    [1, 2, 3, 2 ** 31, 2 ** 32 - 1].flatMap((seed) => first(new Random(seed), 100)),
  );
  t.equal(all.size, 500);
});

t.test('parts have choices of their own, whatever was drawn from the whole', async (t) => {
  const whole = new Random(7);
  const parts = [0, 1, 2].map((index) => first(whole.part(index), 100));
  t.equal(new Set(parts.flat()).size, 300);
  t.strictSame(first(new Random(7).part(1), 100), parts[1]);
});

t.test('numbers are spread evenly from 0 to 1, integers over both ends', async (t) => {
  const random = new Random(freshSeed());
  const numbers = first(random, 60_000);
  const dice = numbers.map(() => random.integer(1, 6));
  t.strictSame(
    numbers.filter((number) => !(number >= 0 && number < 1)),
    [],
  );
  // Five standard deviations to either side.
  for (let tenth = 0; tenth < 10; tenth++) {
    const count = numbers.filter((number) => Math.floor(number * 10) === tenth).length;
    t.ok(Math.abs(count - 6000) < 370, `${count} of 60,000 in tenth ${tenth}`);
  }
  for (let face = 1; face <= 6; face++) {
    const count = dice.filter((value) => value === face).length;
    t.ok(Math.abs(count - 10_000) < 460, `${count} of 60,000 are ${face}`);
  }
  t.strictSame([...new Set(dice)].sort(), [1, 2, 3, 4, 5, 6]);
});
