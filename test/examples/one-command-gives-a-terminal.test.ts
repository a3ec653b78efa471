// timeout: 120 s
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import t from 'tap';
import { until, within } from '../helpers/until';
import { expectRow, noWebTerminal, openPage, startBrowser, typeLine } from '../helpers/webTerminal';

const ROOT = path.join(__dirname, '../..');

t.test(
  '`npm run demo` prints an address, and there is a terminal',
  { skip: noWebTerminal('chromium') },
  async (t) => {
    // A group of its own, so that npm, its shell and the server can be ended together.
    const npm = spawn('npm', ['run', 'demo', '--', '--', 'bash', '--norc', '--noprofile'], {
      cwd: ROOT,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(npm, 'exit');
    t.teardown(async () => {
      process.kill(-(npm.pid as number), 'SIGTERM');
      await within(ended, 20_000, 'the end of the demo');
    });
    let output = '';
    npm.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const address = await until(() => /^http:\S+/m.exec(output)?.[0], 60_000, 'an address');
    const page = await openPage(await startBrowser(t), address);
    await typeLine(page, 'echo it works $((1 + 1))');
    t.ok(await expectRow(page, /^it works 2/));
  },
);
