import { readdirSync, readlinkSync } from 'node:fs';
import { until } from '../helpers/until';
import { ended, listen } from './facts/run';
import { withEach } from './libraries';

function masters(): number {
  let count = 0;
  for (const fd of readdirSync('/proc/self/fd')) {
    try {
      if (/ptmx/.test(readlinkSync(`/proc/self/fd/${fd}`))) count++;
    } catch {} // the listing's own
  }
  return count;
}

// gemini-cli calls it when a command has ended, Extraterm when a tab is closed.
withEach('of a running program: it is hung up', async (t, { spawn }) => {
  const before = masters();
  const pty = spawn('sh', ['-c', 'echo ready; exec sleep 60']);
  await listen(pty).has(/ready/);
  t.equal(masters(), before + 1);
  const exit = ended(pty);
  t.equal(pty.destroy(), undefined);
  t.strictSame(await exit, { exitCode: 0, signal: 1 });
  await until(() => masters() === before, 5000, 'the master to be closed');
});

withEach('of an ended one, and twice: harmless', async (t, { spawn }) => {
  const pty = spawn('true');
  await ended(pty);
  t.doesNotThrow(() => pty.destroy());
  t.doesNotThrow(() => pty.destroy());
});
