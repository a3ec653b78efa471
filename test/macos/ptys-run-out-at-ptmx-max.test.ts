// timeout: 120 s
import './doubles';

import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { residueSince, takeCensus } from '../helpers/census';
import { run } from '../helpers/collect';
import { within } from '../helpers/until';
import { askDoubles, noDoubles } from './doubles';

const MOST = 20;

/** Terminals until there are no more, and the error of the one that was too many. */
function fill(): { terminals: Pty[]; error: NodeJS.ErrnoException } {
  const terminals: Pty[] = [];
  try {
    while (terminals.length <= MOST) terminals.push(spawn('cat'));
  } catch (error) {
    return { terminals, error: error as NodeJS.ErrnoException };
  }
  throw new Error(`${terminals.length} terminals, and no error`);
}

async function end(terminals: Pty[]): Promise<void> {
  for (const terminal of terminals) terminal.kill('SIGKILL');
  await Promise.all(terminals.map((terminal) => within(terminal.exited, 20_000, 'an exit')));
}

t.test('one too many is ENXIO with the limit in its text', { skip: noDoubles }, async (t) => {
  askDoubles(t, `ptmx-max=${MOST}`);
  await end(fill().terminals);
  const before = takeCensus();
  const { terminals, error } = fill();
  t.match(error, { code: 'ENXIO', syscall: 'posix_openpt', path: '/dev/ptmx' });
  t.match(error.message, `kern.tty.ptmx_max is ${MOST}, ${MOST} in use by the machine; `);
  t.match(error.message, 'sudo sysctl kern.tty.ptmx_max=999');
  await end(terminals);
  t.strictSame(await residueSince(before), [], 'the failure left nothing open');
  t.equal((await run('/bin/sh', ['-c', 'exit 7'])).exitCode, 7, 'and there is room again');
});
