import t from 'tap';
import { answerOf } from '../helpers/runScript';

// A pty's native object is some 400 bytes, too little for the stress run's 5,000 to show.
t.test('10,000 pairs more, and no more memory', async (t) => {
  const bytes = await answerOf<number[]>(require.resolve('../fixtures/many-pairs'), [], {
    limitMs: 55_000,
  });
  t.equal(bytes.length, 8);
  const [warm = Number.NaN, last = Number.NaN] = [bytes[3], bytes[7]];
  t.ok(last - warm < 4 * 1024 * 1024, `${last - warm} bytes more after the last 10,000`);
  t.comment(`after each 2,500: ${bytes.map((n) => (n / 1e6).toFixed(1)).join(', ')} MB`);
});
