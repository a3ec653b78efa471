// timeout: 180 s
// tmux is the judge: another emulator, which shows the same program at the same size.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { folder } from '../helpers/folder';
import { until } from '../helpers/until';
import {
  bashInBrowser,
  expectRow,
  noWebTerminal,
  type Page,
  screenOf,
  sizeOf,
  typeLine,
} from '../helpers/webTerminal';

const skip = noWebTerminal('chromium', 'tmux', 'vim', 'htop');

/** Runs `command` in a tmux server of its own; returns what gives its screen, row by row. */
function tmux(t: Test, [cols, rows]: [number, number], command: string): () => string[] {
  const socket = path.join(folder(t), 'tmux');
  const config = path.join(path.dirname(socket), 'tmux.conf');
  fs.writeFileSync(config, 'set -g status off\nset -g default-terminal xterm-256color\n');
  const call = (...args: string[]) =>
    execFileSync('tmux', ['-S', socket, '-f', config, ...args], { encoding: 'utf8' });
  call('new-session', '-d', '-x', `${cols}`, '-y', `${rows}`, command);
  t.teardown(() => call('kill-server'));
  return () =>
    call('capture-pane', '-p')
      .split('\n')
      .slice(0, rows)
      .map((row) => row.trimEnd());
}

/** Runs `command` in both; waits until they show the same, by `rows` of each screen. */
async function sameScreens(
  t: Test,
  page: Page,
  command: string,
  rows: (screen: string[]) => string[] = (screen) => screen,
): Promise<string[]> {
  const judge = tmux(t, await sizeOf(page), command);
  await typeLine(page, `clear; exec ${command}`);
  let seen: string[] = [];
  let expected: string[] = [];
  try {
    await until(
      async () => {
        seen = rows((await screenOf(page)).map((row) => row.trimEnd()));
        expected = rows(judge());
        return seen.length > 0 && seen.join('\n') === expected.join('\n');
      },
      20_000,
      'two screens that are the same',
    );
  } catch {
    // The comparison below says where they differ.
  }
  t.strictSame(seen, expected);
  return seen;
}

t.test('vim', { skip }, async (t) => {
  const file = path.join(folder(t), 'text.c');
  const line = (i: number) => `\tint wide_${i} = ${'9'.repeat(i)}; /* 日本語 ${i} é */`;
  fs.writeFileSync(file, Array.from({ length: 200 }, (_, i) => line(i)).join('\n'));
  const { page } = await bashInBrowser(t);
  const vim = `vim -u NONE -i NONE -n -N -c 'set number ruler laststatus=2 hlsearch' -c 'vsplit | normal 42G' -c /int ${file}`;
  const screen = await sameScreens(t, page, vim);
  t.match(screen.join('\n'), /42 +int wide_41 = 9{10,}/, 'the file is there');
});

t.test('htop', { skip }, async (t) => {
  const { page } = await bashInBrowser(t);
  // The figures change from one moment to the next; where everything is does not.
  const frame = (screen: string[]) => {
    const head = screen.findIndex((row) => /\bPID\b.*\bCommand/.test(row));
    if (head === -1) return [];
    return [`row ${head}`, screen[head] as string, screen.at(-1) as string];
  };
  const seen = await sameScreens(t, page, 'htop --no-color --delay=100', frame);
  t.match(seen.join('\n'), /F1Help.*F10Quit/, 'down to the last row');
  await page.keyboard.press('F10');
  await expectRow(page, /over: /);
});
