import t from 'tap';
import { plotSvg, ticks } from '#lib/cli/plotSvg';
import { sparkline } from '#lib/cli/sparkline';

t.test('marks are round, from 0 to at or above the highest value', async (t) => {
  t.strictSame(ticks(23, 4), [0, 10, 20, 30]);
  t.strictSame(ticks(96.4e6, 4), [0, 50e6, 100e6]);
  t.strictSame(ticks(1, 4), [0, 0.5, 1]);
  for (const most of [0, 0.003, 7, 24, 100, 12_345, 1e12]) {
    const marks = ticks(most, 4);
    t.ok(marks.length >= 2 && marks.length <= 6, `${most}: ${marks.join(' ')}`);
    t.ok((marks.at(-1) as number) >= most);
  }
});

t.test('text is escaped, and one sample or none is no reason to fail', async (t) => {
  const panel = { title: 'a < b', values: [5], format: (value: number) => `${value} <` };
  const document = plotSvg({ title: 'x & <y>', subtitle: '', seconds: [0], panels: [panel] });
  t.match(document, 'x &amp; &lt;y&gt;');
  t.match(document, 'a &lt; b');
  t.notMatch(document, /NaN|Infinity|undefined/);
  const empty = plotSvg({
    title: '',
    subtitle: '',
    seconds: [],
    panels: [{ ...panel, values: [] }],
  });
  t.notMatch(empty, /NaN|Infinity|undefined/);
});

t.test('a sparkline is as high as its values, and not wider than asked', async (t) => {
  t.equal(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 60, true), '▁▂▃▄▅▆▇█');
  t.equal(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 60, false), '_.-=+*#@');
  t.equal(sparkline([5, 5, 5], 60, true), '▁▁▁', 'flat is flat');
  const peak = Array.from({ length: 1000 }, (_, i) => (i === 500 ? 9 : 0));
  t.match(sparkline(peak, 50, false), /^_{25}@_{24}$/, 'a single peak is not averaged away');
});
