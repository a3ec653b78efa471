import { spawn } from 'flatpty';
import t from 'tap';
import { countByClass } from '#lib/cli/census';
import { residueOf, takeCensus } from '../helpers/census';
import { perMainLauncher } from '../helpers/launchers';
import { until, within } from '../helpers/until';

const COUNT = 100;
const LIMIT_MS = 20_000;

perMainLauncher('100 ptys ended by destroy() alone', async (t) => {
  const residue = await residueOf(async () => {
    const ptys = Array.from({ length: COUNT }, () => spawn('cat'));
    for (const pty of ptys) pty.destroy();
    await within(Promise.all(ptys.map(({ exited }) => exited)), LIMIT_MS, 'all exits');
  });
  t.strictSame(residue, []);
});

t.test('destroy() with output that nobody has read', async (t) => {
  const residue = await residueOf(async () => {
    const ptys = Array.from({ length: 20 }, () => spawn('yes'));
    for (const pty of ptys) pty.pause();
    for (const pty of ptys) pty.destroy();
    await within(Promise.all(ptys.map(({ exited }) => exited)), LIMIT_MS, 'all exits');
  });
  t.strictSame(residue, []);
});

t.test('destroy() closes the masters though the programs live on', async (t) => {
  const residue = await residueOf(async () => {
    const script = 'trap "" HUP; printf ready; read line; exec sleep 1000';
    const ptys = Array.from({ length: 10 }, () => spawn('/bin/sh', ['-c', script]));
    await Promise.all(ptys.map((pty) => new Promise((resolve) => pty.onData(resolve))));
    for (const pty of ptys) pty.destroy();
    t.ok(ptys.every(({ fd }) => fd === -1));
    // The I/O thread may be inside a read of a descriptor; it goes when that returns.
    const held = () => countByClass(takeCensus().fds);
    await until(() => held().ptmx === 0, 5000, 'the masters to be closed');
    t.match(held(), { ptmx: 0, pts: 0, pidfd: 10 }, 'each program is still watched');
    for (const pty of ptys) pty.kill('SIGKILL');
    await within(Promise.all(ptys.map(({ exited }) => exited)), LIMIT_MS, 'all exits');
  });
  t.strictSame(residue, []);
});
