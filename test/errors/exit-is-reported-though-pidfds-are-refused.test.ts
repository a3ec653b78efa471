import t from 'tap';
import type { ExitCodes } from '../fixtures/exit-codes-host';
import { answerIn, type Conditions, conditionsFor } from '../helpers/conditions';

// The same numbers on every architecture.
const PIDFD_SEND_SIGNAL = 424;
const PIDFD_OPEN = 434;
const EPERM = 1;
const ENOSYS = 38;

const cases: [title: string, refuse: Conditions['refuse'], watch: string][] = [
  ['as it should be', [], 'pidfd'],
  ['pidfd_open unknown to the kernel', [[PIDFD_OPEN, ENOSYS]], 'timer'],
  ['pidfd_open refused by a container filter', [[PIDFD_OPEN, EPERM]], 'timer'],
  ['only pidfd_send_signal refused by a filter', [[PIDFD_SEND_SIGNAL, EPERM]], 'pidfd'],
];

for (const [title, refuse, watch] of cases) {
  t.test(title, async (t) => {
    const host = require.resolve('../fixtures/exit-codes-host');
    const end = await conditionsFor(t)({ refuse }, host);
    const { exitWatch, ends, killed, residue } = answerIn<ExitCodes>(end);
    t.equal(exitWatch, watch, 'how the host learns of an exit');
    t.strictSame(ends, {
      zero: { exitCode: 0, signal: 0, output: '' },
      three: { exitCode: 3, signal: 0, output: 'last words\r\n' },
      highest: { exitCode: 255, signal: 0, output: '' },
      later: { exitCode: 4, signal: 0, output: '' },
      silent: { exitCode: 5, signal: 0, output: '' },
      term: { exitCode: 0, signal: 15, output: '' },
      kill: { exitCode: 0, signal: 9, output: '' },
    });
    t.strictSame(killed, { exitCode: 0, signal: 15 }, 'killTree');
    t.strictSame(residue, []);
  });
}
