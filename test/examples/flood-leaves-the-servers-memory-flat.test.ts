// timeout: 300 s
import t from 'tap';
import { scaled } from '../helpers/scale';
import { residentMb } from '../helpers/serverProcess';
import { until } from '../helpers/until';
import { bashInBrowser, noWebTerminal, press } from '../helpers/webTerminal';

const FLOOD_MB = scaled(100, 30);
const WARM_UP_MB = FLOOD_MB / 5;
const LOOK_MS = 20;

t.test(`${FLOOD_MB} MB of output to a browser`, { skip: noWebTerminal('chromium') }, async (t) => {
  const { server, page } = await bashInBrowser(t);
  // In front is another tab: the page takes the flood in, acknowledges it, and does not paint it, which
  // without a graphics card is most of the work.
  const first = '[role=tab]:first-child';

  /** The most memory that the server has had while `mb` of output went through it. */
  async function peakDuring(mb: number): Promise<number> {
    await press(page, first);
    const flood = `yes "$(seq -s , 25)" | head -c ${mb}000000; printf '\\e]0;did ${mb}\\a'`;
    await page.keyboard.type(`${flood}\r`);
    await press(page, '#new');
    let peak = 0;
    const timer = setInterval(() => {
      peak = Math.max(peak, residentMb(server.pid));
    }, LOOK_MS);
    t.teardown(() => clearInterval(timer));
    const title = () => page.evaluate(`document.querySelector('${first} span').textContent`);
    await until(async () => (await title()) === `did ${mb}`, 250_000, `the end of ${mb} MB`);
    clearInterval(timer);
    return peak;
  }

  const warm = await peakDuring(WARM_UP_MB);
  const peak = await peakDuring(FLOOD_MB);
  t.comment(
    `at most ${warm.toFixed(0)} MB in the first ${WARM_UP_MB} MB, ${peak.toFixed(0)} MB in ${FLOOD_MB} MB`,
  );
  // Output that is held would be there once more for each byte; a lazy garbage collector has part of that.
  t.ok(peak - warm < 0.75 * (FLOOD_MB - WARM_UP_MB), `grew by ${(peak - warm).toFixed(1)} MB`);
});
