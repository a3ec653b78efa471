import { spawn } from 'flatpty';
import t from 'tap';
import { collect, run } from '../helpers/collect';
import { numbered } from '../helpers/numbered';
import { until, within } from '../helpers/until';

const PRINTED = 30_000_000;
const KEPT_AT_MOST = 512 * 1024;
const KEPT_AT_LEAST = 64 * 1024;
const RSS_GROWTH_AT_MOST = 20 * 1024 * 1024;

t.test(
  'nobody listens to 30 MB: only the end is kept, and the program is not held back',
  async (t) => {
    const { file, args, expected } = numbered(PRINTED);
    // What a first run allocates for good is not the backlog's.
    await run(file, args);
    global.gc?.();
    const before = process.memoryUsage.rss();
    const pty = spawn(file, args);
    await within(pty.exited, 20_000, 'the exit, with nobody listening');
    const growth = process.memoryUsage.rss() - before;
    t.comment(`RSS grew by ${(growth / 1024 / 1024).toFixed(1)} MB`);
    t.ok(growth < RSS_GROWTH_AT_MOST, `RSS grew by ${growth} bytes`);

    let output = '';
    pty.onData((data) => {
      output += data;
    });
    await until(() => output.endsWith('\r\n'), 5000, 'the kept output');
    t.ok(output.length >= KEPT_AT_LEAST, `${output.length} characters kept`);
    t.ok(output.length <= KEPT_AT_MOST, `${output.length} characters kept`);
    t.ok(expected.endsWith(output), 'they are the last ones, without a gap');
  },
);

t.test('a listener that was disposed counts as heard: nothing is kept for the next', async (t) => {
  const pty = spawn('/bin/sh', [
    '-c',
    'stty -echo; printf ready; read x; printf second; read y; printf third',
  ]);
  t.teardown(() => pty.destroy());
  let first = '';
  const subscription = pty.onData((data) => {
    first += data;
  });
  await until(() => first.includes('ready'), 5000, 'the program');
  subscription.dispose();
  let unheard = false;
  pty.once('data', () => {
    unheard = true;
  });
  pty.write('x\r');
  await until(() => unheard, 5000, 'the second line');
  const rest = collect(pty);
  pty.write('y\r');
  t.equal((await rest).output, 'third');
  t.equal(first, 'ready');
});
