import t from 'tap';
import { sh } from '../helpers/collect';

// A leader's end hangs up its foreground group, so a descendant that stays must ignore that.
const IMMUNE = "trap '' HUP;";

t.test('a descendant that prints 50 ms after the leader has gone is heard', async (t) => {
  const { output, exitCode, events } = await sh(`${IMMUNE} (sleep 0.05; echo late) & exit 4`);
  t.equal(output, 'late\r\n');
  t.equal(exitCode, 4);
  t.strictSame(events, ['data', 'close', 'exit']);
});

t.test('so is one that has printed much more than the kernel holds', async (t) => {
  const { output } = await sh(`${IMMUNE} (sleep 0.02; printf '%0100000d' 7) & exit 0`);
  t.equal(output.length, 100_000);
  t.ok(/^0+7$/.test(output));
});

t.test('a leader without descendants is not waited for', async (t) => {
  const begun = performance.now();
  const runs = 30;
  for (let i = 0; i < runs; i++) await sh('exit 0');
  const each = (performance.now() - begun) / runs;
  t.comment(`${each.toFixed(1)} ms from spawn to exit`);
  t.ok(each < 150, `${each} ms from spawn to exit: less than descendants are given`);
});
