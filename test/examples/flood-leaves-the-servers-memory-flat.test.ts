// timeout: 300 s
import t from 'tap';
import { residentMb } from '../helpers/serverProcess';
import { bashInBrowser, expectRow, noWebTerminal } from '../helpers/webTerminal';

const WARM_UP_MB = 20;
const FLOOD_MB = 100;
const LOOK_MS = 20;

t.test('100 MB of output to a browser', { skip: noWebTerminal('chromium') }, async (t) => {
  const { server, page } = await bashInBrowser(t);

  /** The most memory that the server has had while `mb` of output went through it. */
  async function peakDuring(mb: number): Promise<number> {
    let peak = 0;
    const timer = setInterval(() => {
      peak = Math.max(peak, residentMb(server.pid));
    }, LOOK_MS);
    await page.keyboard.type(
      `clear; yes "$(seq -s , 25)" | head -c ${mb}000000; echo; echo did ${mb}\r`,
    );
    await expectRow(page, new RegExp(`^did ${mb}$`), 250_000);
    clearInterval(timer);
    return peak;
  }

  const warm = await peakDuring(WARM_UP_MB);
  const peak = await peakDuring(FLOOD_MB);
  t.comment(
    `at most ${warm.toFixed(0)} MB in the first ${WARM_UP_MB} MB, ${peak.toFixed(0)} MB in ${FLOOD_MB} MB`,
  );
  t.ok(peak - warm < FLOOD_MB / 4, `grew by ${(peak - warm).toFixed(1)} MB`);
});
