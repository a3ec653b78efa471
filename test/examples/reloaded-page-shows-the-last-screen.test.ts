// timeout: 120 s
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { folder } from '../helpers/folder';
import {
  bashInBrowser,
  expectRow,
  noWebTerminal,
  screenOf,
  typeLine,
} from '../helpers/webTerminal';

t.test(
  'after a reload the page shows the shell as it was left, with what came meanwhile',
  { skip: noWebTerminal('chromium') },
  async (t) => {
    const { page } = await bashInBrowser(t);
    // Colours and a moved cursor: the screen comes back as it looks, not as the last bytes that were printed.
    await typeLine(page, `printf '\\e[31mred\\e[0m row\\n'; x=kept`);
    await expectRow(page, /^red row/);
    const go = path.join(folder(t), 'go');
    execFileSync('mkfifo', [go]);
    await typeLine(page, `echo waiting; read y <${go}; echo while away`);
    // By then the shell has all that was typed, and the page all that was printed.
    await expectRow(page, /^waiting$/);
    const before = await screenOf(page);
    await page.reload();
    await fs.promises.writeFile(go, 'go\n');
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
    await typeLine(page, 'echo x is $x');
    await expectRow(page, /^x is kept/);
  },
);
