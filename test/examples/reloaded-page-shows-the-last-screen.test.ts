// timeout: 120 s
import t from 'tap';
import { bashInBrowser, expectRow, noWebTerminal, screenOf } from '../helpers/webTerminal';

t.test(
  'after a reload the page shows the shell as it was left, with what came meanwhile',
  { skip: noWebTerminal('chromium') },
  async (t) => {
    const { page } = await bashInBrowser(t);
    // Colours and a moved cursor: the screen comes back as it looks, not as the last bytes that were printed.
    await page.keyboard.type(`printf '\\e[31mred\\e[0m row\\n'; x=kept\r`);
    await expectRow(page, /^red row/);
    await page.keyboard.type('sleep 1; echo while away\r');
    // The echo of the keys comes by the server: what is compared below is the line when all of it is here.
    await expectRow(page, /sleep 1; echo while away$/);
    const before = await screenOf(page);
    await page.reload();
    await page.waitForFunction('globalThis.frontTerminal?.().cols > 0');
    await expectRow(page, /^while away/);
    const after = await screenOf(page);
    t.strictSame(after.slice(0, 3), before.slice(0, 3));
    const colour = await page.evaluate<number>(
      `(() => { const b = frontTerminal().buffer.active;
      for (let i = 0; i < b.length; i++) { const line = b.getLine(i);
        if (line.translateToString(true).startsWith('red row')) return line.getCell(0).getFgColor(); }
    })()`,
    );
    t.equal(colour, 1, 'and the red is red');
    await page.keyboard.type('echo x is $x\r');
    await expectRow(page, /^x is kept/);
  },
);
