// timeout: 180 s
import t from 'tap';
import { bashInBrowser, expectRow, noWebTerminal, type Page } from '../helpers/webTerminal';

/** What a person does not notice, in ms. */
const UNNOTICED_MS = 200;
/** On a machine that is busy anyway: as many times the answer of a quiet terminal. */
const TIMES_QUIET = 4;
const KEYS = 11;

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

t.test('while yes runs', { skip: noWebTerminal('chromium') }, async (t) => {
  const { page } = await bashInBrowser(t);
  await page.keyboard.type('cat\r');
  const quiet = await answerMs(page);
  const bound = Math.max(UNNOTICED_MS, TIMES_QUIET * quiet);
  t.comment(
    `a quiet terminal answers a key in ${quiet.toFixed(1)} ms, so the bound is ${bound.toFixed(0)} ms`,
  );

  await page.click('#new');
  await expectRow(page, /^bash-.*[#$] *$/);
  await page.keyboard.type('yes\r');
  await expectRow(page, /^y$/);

  await page.click('[role=tab]:first-child');
  const beside = await answerMs(page);
  t.ok(beside < bound, `another terminal answers a key in ${beside.toFixed(1)} ms`);

  await page.click('[role=tab]:last-child');
  // The flood's own terminal: ^C ends it. Timed until the prompt, behind all output that was on its way.
  const ended = await page.evaluate<number>(`(async () => {
    const terminal = frontTerminal();
    const begun = performance.now();
    terminal.input('\\x03');
    const { buffer } = terminal;
    const prompted = () => {
      const row = buffer.active.getLine(buffer.active.baseY + buffer.active.cursorY);
      return row.translateToString(true).startsWith('bash-');
    };
    while (!prompted()) await new Promise((resolve) => setTimeout(resolve, 1));
    return performance.now() - begun;
  })()`);
  t.ok(ended < bound, `^C ends yes in ${ended.toFixed(1)} ms`);
});
