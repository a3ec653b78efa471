import { spawn } from 'flatpty';
import t from 'tap';
import { binding } from '#lib/addon/addon';
import { run } from '../helpers/collect';

const BYTES = 5_000_000;
const flood = () => spawn('head', ['-c', String(BYTES), '/dev/zero'], { encoding: null });

// JS is asked to come for the rest in its next turn; when that never happens the addon comes by itself.
for (const [title, soon] of [
  ['is forgotten', () => {}],
  [
    'throws',
    () => {
      throw new Error('no setImmediate here');
    },
  ],
] as const) {
  t.test(`the next turn ${title}, and all output comes`, async (t) => {
    let asked = 0;
    binding.setDeliverSoon(() => {
      asked++;
      soon();
    });
    t.teardown(() => {
      binding.setDeliverSoon(() => {
        setImmediate(binding.deliver);
      });
    });
    let bytes = 0;
    const pty = flood();
    pty.onData((data) => {
      bytes += data.length;
    });
    t.equal((await pty.exited).exitCode, 0);
    t.equal(bytes, BYTES);
    t.ok(asked > 0, `it was asked ${asked} times`);
    t.equal((await run('echo', ['other'])).output, 'other\r\n');
  });
}
