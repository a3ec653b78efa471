// timeout: 120 s
import t from 'tap';
import { until } from '../helpers/until';
import { bashInBrowser, expectRow, noWebTerminal, sizeOf } from '../helpers/webTerminal';

t.test(
  'stty says the size of the page, before and after it changes',
  { skip: noWebTerminal('chromium') },
  async (t) => {
    const { page } = await bashInBrowser(t);
    const [cols, rows] = await sizeOf(page);
    await page.keyboard.type('echo size $(stty size) one\r');
    t.equal((await expectRow(page, /^size (.*) one/))[1], `${rows} ${cols}`);

    await page.setViewportSize({ width: 640, height: 400 });
    const smaller = await until(
      async () => {
        const size = await sizeOf(page);
        return size[0] < cols && size[1] < rows && size;
      },
      20_000,
      'a smaller terminal',
    );
    await page.keyboard.type('echo size $(stty size) two\r');
    t.equal((await expectRow(page, /^size (.*) two/))[1], `${smaller[1]} ${smaller[0]}`);
  },
);
