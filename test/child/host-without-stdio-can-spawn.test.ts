import { readFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import type { WithoutStdio } from '../fixtures/host-without-stdio';
import { conditionsFor } from '../helpers/conditions';
import { folder } from '../helpers/folder';

async function answerOf(t: Test, close: number[], args: string[]): Promise<WithoutStdio> {
  const file = path.join(folder(t), 'answer.json');
  const host = require.resolve('../fixtures/host-without-stdio');
  const { exitCode, signal } = await conditionsFor(t)({ close }, host, [file, ...args]);
  t.strictSame({ exitCode, signal }, { exitCode: 0, signal: null }, 'the host ends well');
  return JSON.parse(readFileSync(file, 'utf8')) as WithoutStdio;
}

const TERMINAL = { 0: 'terminal', 1: 'terminal', 2: 'terminal' };

// Node opens /dev/null on what is closed when it starts, so the numbers are free only in a host that
// closes them later; every way to lose them is tried.
const cases: [title: string, close: number[], args: string[]][] = [
  ['closed before the host started', [0, 1, 2], []],
  ['only stdin closed before the host started', [0], []],
  ['closed by the host itself', [], ['close']],
];

for (const [title, close, args] of cases) {
  t.test(title, async (t) => {
    const { programs, typed, failed, fds, own } = await answerOf(t, close, args);
    for (const [launcher, found] of Object.entries(programs)) {
      t.strictSame(found, TERMINAL, `${launcher}: the program has its terminal on 0, 1 and 2`);
    }
    t.match(typed, { output: 'typed\r\ngot typed\r\n', exitCode: 5 });
    t.match(failed, { output: 'execvp(3) failed.: No such file or directory\r\n', exitCode: 1 });
    t.ok(
      fds.every((fd) => fd > 2),
      `masters and slaves are above 2: ${fds}`,
    );
    // What a host prints to a stdout that is closed must not reach the I/O thread's descriptors.
    for (const target of own) {
      t.notMatch(target ?? '', /ptmx|pts|eventpoll|eventfd|pidfd/, `0, 1, 2 of the host: ${own}`);
    }
  });
}
