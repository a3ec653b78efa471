import t from 'tap';
import { run } from '../lib/probe';

t.test('2,000 lines, then the end', async (t) => {
  const { output, exitCode } = await run(['lines', '2000']);
  t.equal(exitCode, 3);
  const numbers = [...output.matchAll(/line (\d{6}) of many/g)].map((match) => Number(match[1]));
  t.strictSame(
    numbers,
    Array.from({ length: 2000 }, (_, i) => i + 1),
  );
});
