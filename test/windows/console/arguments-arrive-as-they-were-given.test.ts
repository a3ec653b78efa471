// timeout: 180 s

import t from 'tap';
import { freshSeed, Random } from '#lib/cli/random';
import { argumentLists } from '../lib/argumentLists';
import { run } from '../lib/probe';

const units = (text: string) =>
  Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16).padStart(4, '0'));

async function printed(args: string[] | string): Promise<string[]> {
  const { output } = await run(args, { cols: 500, rows: 200 });
  const joined = output.replaceAll(/[\r\n]/g, '');
  return [...joined.matchAll(/\[([0-9a-f]*)\]/g)].map((match) => match[1] as string);
}

// One program a batch: a spawn takes 50 ms under Wine.
t.test('500 generated lists', async (t) => {
  const seed = freshSeed();
  const lists = argumentLists(new Random(seed), 500);
  for (let i = 0; i < lists.length; i += 50) {
    const args = lists.slice(i, i + 50).flat();
    const expected = args.map((arg) => units(arg).join(''));
    if (!t.strictSame(await printed(['argv', ...args]), expected, `seed ${seed}, lists ${i} on`)) {
      break;
    }
  }
});

t.test('a string is taken apart by the program', async (t) => {
  const expected = ['a b', 'c'].map((arg) => units(arg).join(''));
  t.strictSame(await printed('argv "a b" c'), expected);
});
