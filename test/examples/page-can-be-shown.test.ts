// timeout: 120 s
// The picture of README: `UPDATE_SCREENSHOT=1 npm test -- test/examples/page-can-be-shown.test.ts` writes it.
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { folder } from '../helpers/folder';
import { bashInBrowser, expectRow, noWebTerminal, typeLine } from '../helpers/webTerminal';

const ROOT = path.join(__dirname, '../..');
const PICTURE = path.join(ROOT, 'docs/web-terminal.png');
const SIZE = { width: 900, height: 560 };

/** Width and height in a PNG's header (RFC 2083, 4.1.1). */
function sizeOfPng(file: string): { width: number; height: number } {
  const bytes = fs.readFileSync(file);
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

t.test('a picture of the page', { skip: noWebTerminal('chromium', 'vim') }, async (t) => {
  const { page } = await bashInBrowser(t);
  await typeLine(page, `cd ${ROOT}; PS1='\\[\\e[1;32m\\]flatpty\\[\\e[0m\\] $ '; clear`);
  await expectRow(page, /^flatpty [$] *$/);
  await page.keyboard.type('node lib/cli.js doctor --count 100\r');
  await expectRow(page, /^ *zombies/, 60_000);
  await page.click('#new');
  await typeLine(page, `cd ${ROOT}/examples/web-terminal; printf '\\e]0;session.js\\a'; clear`);
  await typeLine(page, `vim -u NONE -i NONE -n -c 'syntax on|set nu ruler ls=2' session.js`);
  await expectRow(page, /import headless/);

  const file = path.join(folder(t), 'page.png');
  await page.screenshot({ path: file });
  t.strictSame(sizeOfPng(file), SIZE);
  t.ok(fs.statSync(file).size > 20_000, 'there is something in it');
  if (process.env.UPDATE_SCREENSHOT) fs.copyFileSync(file, PICTURE);
  t.strictSame(sizeOfPng(PICTURE), SIZE, 'the picture of README is one of these');
});
