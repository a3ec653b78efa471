import { readlinkSync } from 'node:fs';
import { statOf } from '../helpers/processes';
import { kill } from './facts/run';
import { withEach } from './libraries';

// VS Code starts to watch the pid's children as soon as spawn() has returned.
withEach('the pid is that of a process, a child of this one', async (t, { spawn }) => {
  const pty = spawn('sleep', ['60'], { cols: 91, rows: 19 });
  t.type(pty.pid, 'number');
  t.equal(statOf(pty.pid)?.parent, process.pid);
  t.strictSame([pty.cols, pty.rows], [91, 19]);
  await kill(pty);
});

withEach('ptsName is its terminal', async (t, { spawn }) => {
  const pty = spawn('sh', ['-c', 'echo ready; read go']);
  await new Promise((resolve) => pty.onData(resolve));
  t.equal(readlinkSync(`/proc/${pty.pid}/fd/0`), pty.ptsName);
  t.equal(pty._pty, pty.ptsName);
  await kill(pty);
});
