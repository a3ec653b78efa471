import t from 'tap';
import { type Collected, sh } from '../helpers/collect';

// A leader's end hangs up its foreground group, so a descendant that stays must ignore that.
const IMMUNE = "trap '' HUP;";

// They are given 200 ms, in which a busy machine may not even start them: then again. Where the terminal is
// closed with its leader none of them is ever heard.
const TRIES = 20;

async function untilHeard(script: string): Promise<Collected<string>> {
  for (let i = 1; ; i++) {
    const end = await sh(script);
    if (end.output !== '' || i === TRIES) return end;
  }
}

t.test('a descendant that prints 50 ms after the leader has gone is heard', async (t) => {
  const { output, exitCode, events } = await untilHeard(
    `${IMMUNE} (sleep 0.05; printf late) & exit 4`,
  );
  t.equal(output, 'late');
  t.equal(exitCode, 4);
  t.strictSame(events, ['data', 'close', 'exit']);
});

t.test('so is one that has printed much more than the kernel holds', async (t) => {
  const { output } = await untilHeard(`${IMMUNE} (sleep 0.02; printf '%0100000d' 7) & exit 0`);
  t.equal(output.length, 100_000);
  t.ok(/^0+7$/.test(output));
});

t.test('a leader without descendants is not waited for', async (t) => {
  const best = async (script: string, runs: number) => {
    const times: number[] = [];
    for (let i = 0; i < runs; i++) {
      const begun = performance.now();
      await sh(script);
      times.push(performance.now() - begun);
    }
    return Math.min(...times);
  };
  const alone = await best('exit 0', 30);
  const beside = await best(`${IMMUNE} sleep 5 & exit 0`, 3);
  t.comment(`${alone.toFixed(1)} ms from spawn to exit, ${beside.toFixed(1)} ms with a descendant`);
  t.ok(alone < beside / 2, `${alone} and ${beside} ms from spawn to exit`);
});
