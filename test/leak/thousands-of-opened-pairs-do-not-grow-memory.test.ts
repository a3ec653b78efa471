import t from 'tap';
import { answerOf } from '../helpers/runScript';

/** The middle one of three rounds, the last of them at `end`. */
const around = (bytes: number[], end: number) =>
  bytes.slice(end - 3, end).sort((a, b) => a - b)[1] as number;

// A pty's native object is some 400 bytes, too little for the stress run's 5,000 to show. V8 gives
// back and takes again some 10 MB in the first rounds.
t.test('15,000 pairs more, and no more memory', async (t) => {
  const bytes = await answerOf<number[]>(require.resolve('../fixtures/many-pairs'), [], {
    limitMs: 55_000,
  });
  t.equal(bytes.length, 16);
  const growth = around(bytes, 16) - around(bytes, 10);
  t.ok(growth < 4 * 1024 * 1024, `${growth} bytes more after the last 15,000`);
  t.comment(`after each 2,500: ${bytes.map((n) => (n / 1e6).toFixed(1)).join(', ')} MB`);
});
