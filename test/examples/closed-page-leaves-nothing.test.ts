// timeout: 180 s
import t from 'tap';
import { holdingsAtRest, holdingsOf } from '../helpers/serverProcess';
import { until } from '../helpers/until';
import {
  expectRow,
  noWebTerminal,
  openPage,
  type Page,
  startBrowser,
  startServer,
  typeLine,
} from '../helpers/webTerminal';

/** Opens a second tab in the page and has both shells run something in the background. */
async function work(page: Page): Promise<void> {
  await typeLine(page, 'sleep 600 & echo started $((1 + 1))');
  await expectRow(page, /^started 2/);
  await page.click('#new');
  await expectRow(page, /^bash-.*[#$] *$/);
  await typeLine(page, 'trap "" HUP; sleep 600 & echo other $((1 + 2))');
  await expectRow(page, /^other 3/);
}

t.test(
  'closed tabs and closed pages leave no descriptor, process or thread in the server',
  { skip: noWebTerminal('chromium') },
  async (t) => {
    const server = await startServer(t, ['--keep', '0', '--', 'bash', '--norc', '--noprofile']);
    const sockets = () =>
      holdingsOf(server.pid).descriptors.filter((target) => target === 'socket').length;
    const unconnected = sockets();
    const browser = await startBrowser(t);
    const idle = () => holdingsOf(server.pid).children.length === 0;

    // The first shell starts what the server keeps for good: the I/O thread and its descriptors.
    const first = await openPage(browser, server.url);
    await expectRow(first, /^bash-.*[#$] *$/);
    await first.close();
    await until(idle, 20_000, 'the end of the first shell');
    await until(() => sockets() === unconnected, 20_000, 'the end of all connections');
    const before = await holdingsAtRest(server.pid);

    const byPage = await openPage(browser, server.url);
    await expectRow(byPage, /^bash-.*[#$] *$/);
    await work(byPage);
    t.ok(holdingsOf(server.pid).children.length >= 2);
    await byPage.close();
    await until(idle, 20_000, 'the end of both shells, for the page was closed');

    const byTab = await openPage(browser, server.url);
    await expectRow(byTab, /^bash-.*[#$] *$/);
    await work(byTab);
    await byTab.click('[role=tab] .close');
    await until(() => holdingsOf(server.pid).children.length === 1, 20_000, 'the end of one shell');
    await byTab.click('[role=tab] .close');
    await until(idle, 20_000, 'the end of both shells, for their tabs were closed');
    await byTab.close();

    await until(() => sockets() === unconnected, 20_000, 'the end of all connections');
    const same = () => JSON.stringify(holdingsOf(server.pid)) === JSON.stringify(before);
    await until(same, 20_000, 'as much as before').catch(() => {});
    t.strictSame(holdingsOf(server.pid), before);
  },
);
