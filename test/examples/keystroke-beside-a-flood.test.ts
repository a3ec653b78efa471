// timeout: 180 s
import t from 'tap';
import {
  bashInBrowser,
  expectRow,
  noWebTerminal,
  type Page,
  press,
  typeLine,
} from '../helpers/webTerminal';

/** What a person does not notice, in ms. */
const UNNOTICED_MS = 200;
/** On a machine that is busy anyway: as many times the answer of a quiet terminal. */
const TIMES_QUIET = 4;
const KEYS = 11;
const ROUNDS = 3;
/** More than the server lets be under way to a page, in bytes as the terminal prints them. */
const UNDER_WAY = 400_000;

/** Milliseconds from a key in the page to its answer in the page's terminal; the middle of KEYS. */
async function answerMs(page: Page): Promise<number> {
  return page.evaluate(`(async () => {
    const terminal = frontTerminal();
    const times = [];
    for (let i = 0; i < ${KEYS}; i++) {
      const begun = performance.now();
      const answered = new Promise((resolve) => {
        const parsed = terminal.onCursorMove(() => { parsed.dispose(); resolve(); });
      });
      terminal.input('x');
      await answered;
      times.push(performance.now() - begun);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return times.sort((a, b) => a - b)[${KEYS >> 1}];
  })()`);
}

/** Milliseconds from `input` to the next prompt, behind all output that was on its way. */
function promptMs(page: Page, input: string): Promise<number> {
  return page.evaluate<number>(`(async () => {
    const terminal = frontTerminal();
    const { buffer } = terminal;
    const prompted = () => {
      const row = buffer.active.getLine(buffer.active.baseY + buffer.active.cursorY);
      return /^bash-[^#$]*[#$] *$/.test(row.translateToString(true));
    };
    const begun = performance.now();
    terminal.input('${input}');
    while (prompted()) await new Promise((resolve) => setTimeout(resolve, 1));
    while (!prompted()) await new Promise((resolve) => setTimeout(resolve, 1));
    return performance.now() - begun;
  })()`);
}

t.test('while yes runs', { skip: noWebTerminal('chromium') }, async (t) => {
  const { page } = await bashInBrowser(t);
  await typeLine(page, 'cat');
  const quiet = await answerMs(page);
  const bound = Math.max(UNNOTICED_MS, TIMES_QUIET * quiet);
  t.comment(
    `a quiet terminal answers a key in ${quiet.toFixed(1)} ms, so the bound is ${bound.toFixed(0)} ms`,
  );

  await press(page, '#new');
  await expectRow(page, /^bash-.*[#$] *$/);
  let beside = 0;
  const ended: number[] = [];
  const control: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await typeLine(page, 'yes');
    await expectRow(page, /^y$/);
    if (round === 0) {
      await press(page, '[role=tab]:first-child');
      beside = await answerMs(page);
      await press(page, '[role=tab]:last-child');
    }
    ended.push(await promptMs(page, '\\x03'));
    // The same page, under the same load: what may be under way, drawn once more.
    control.push(await promptMs(page, `yes | head -c ${UNDER_WAY}\\r`));
  }
  t.comment(`${UNDER_WAY} bytes of yes are drawn in ${control.map(Math.round)} ms`);
  const most = Math.max(bound, 2 * middle(control));
  t.ok(beside < most, `another terminal answers a key in ${beside.toFixed(1)} ms`);
  t.ok(middle(ended) < most, `^C ends yes in ${ended.map(Math.round)} ms`);
});

function middle(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}
