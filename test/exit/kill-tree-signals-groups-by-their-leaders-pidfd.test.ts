import { constants, release } from 'node:os';
import t from 'tap';
import type { KillTreeAnswer } from '../fixtures/kill-tree-host';
import { answerIn, conditionsFor } from '../helpers/conditions';

const HOST = require.resolve('../fixtures/kill-tree-host');
/** The numbers of x64, and those that arm64 and all newer ones share. */
const KILL = process.arch === 'x64' ? 62 : 129;
const PIDFD_SEND_SIGNAL = 424;
const PIDFD_OPEN = 434;
const { EPERM, ENOSYS, EMFILE } = constants.errno;

function skipped(): string | false {
  if (process.platform !== 'linux') return 'Linux only';
  const [major = 0, minor = 0] = release().split('.').map(Number);
  const isNew = major > 6 || (major === 6 && minor >= 9);
  return isNew ? false : 'PIDFD_SIGNAL_PROCESS_GROUP is of Linux 6.9';
}

const cases: [name: string, refuse: [number, number][], skip: string | false][] = [
  ['without kill(2), which the pidfd needs not', [[KILL, EPERM]], skipped()],
  ['without pidfd_send_signal, as before Linux 5.1', [[PIDFD_SEND_SIGNAL, ENOSYS]], false],
  ['without pidfd_open, as with no descriptor left', [[PIDFD_OPEN, EMFILE]], false],
];

for (const [name, refuse, skip] of cases) {
  t.test(name, { skip }, async (t) => {
    const words = ['/bin/sh', '-c', 'set -m; sleep 1000 & echo up; read x'];
    const answer = answerIn<KillTreeAnswer>(await conditionsFor(t)({ refuse }, HOST, words));
    t.strictSame(answer.members, [], 'nothing is left of either group');
    t.ok(answer.bystanderLives);
    t.equal(answer.exitCode, 7);
  });
}
