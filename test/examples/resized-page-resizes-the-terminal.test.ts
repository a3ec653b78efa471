// timeout: 120 s
import t from 'tap';
import { until } from '../helpers/until';
import { bashInBrowser, expectRow, noWebTerminal, sizeOf, typeLine } from '../helpers/webTerminal';

t.test(
  'stty says the size of the page, before and after it changes',
  { skip: noWebTerminal('chromium') },
  async (t) => {
    const { page } = await bashInBrowser(t);
    const [cols, rows] = await sizeOf(page);
    await typeLine(page, 'echo size $(stty size) one');
    t.equal((await expectRow(page, /^size (.*) one/))[1], `${rows} ${cols}`);

    await page.setViewportSize({ width: 640, height: 400 });
    const isSmaller = async () => {
      const size = await sizeOf(page);
      return size[0] < cols && size[1] < rows;
    };
    await until(isSmaller, 20_000, 'a smaller terminal');
    // The page may fit its terminal in more than one step, and the shell hears of each of them.
    let asked = 0;
    const agrees = async () => {
      const mark = `size ${asked++}`;
      await typeLine(page, `echo ${mark} is $(stty size) now`);
      const said = (await expectRow(page, new RegExp(`^${mark} is (.*) now`)))[1];
      const [newCols, newRows] = await sizeOf(page);
      return said === `${newRows} ${newCols}`;
    };
    await until(agrees, 20_000, 'stty to say the size of the page');
    t.ok(await isSmaller());
  },
);
