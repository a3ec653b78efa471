// timeout: 120 s
import t from 'tap';
import { bashInBrowser, expectRow, noWebTerminal, typeLine } from '../helpers/webTerminal';

t.test(
  'what is typed into the page reaches the shell, and what it prints is on the screen',
  { skip: noWebTerminal('chromium') },
  async (t) => {
    const { page } = await bashInBrowser(t);
    await typeLine(page, 'echo seven times six is $((7 * 6)), grün 日本');
    const [row] = await expectRow(page, /^seven times.*/);
    t.equal(row, 'seven times six is 42, grün 日本');
  },
);
