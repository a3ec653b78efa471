// timeout: 300 s
import './addon';
import { run } from '../helpers/collect';
import { difference, numbered } from '../helpers/numbered';
import { inEveryOrder } from './scripted';

const RUNS = 200;
const AT_ONCE = 4;
const BYTES = 20 * 1024;

inEveryOrder(`${RUNS} times 20 KB, printed and exited at once`, async (t) => {
  const { file, args, expected } = numbered(BYTES);
  const wrong: string[] = [];
  for (let done = 0; done < RUNS; done += AT_ONCE) {
    const ends = await Promise.all(Array.from({ length: AT_ONCE }, () => run(file, args)));
    for (const { output, exitCode, events } of ends) {
      const what = difference(output, expected);
      if (what !== 'same') wrong.push(what);
      if (exitCode !== 0) wrong.push(`exit code ${exitCode}`);
      if (events.slice(-2).join() !== 'close,exit') wrong.push(events.slice(-3).join());
    }
  }
  t.strictSame(wrong, []);
});
