import { compile } from '../helpers/compile';
import { kill, listen } from './facts/run';
import { withEach } from './libraries';

// The demo of xterm.js tells the size in pixels for programs that draw images.
withEach('cols, rows and { width, height } reach the program', async (t, { spawn }) => {
  const program = compile(t, 'pixel_size.c');
  const pty = spawn('sh', ['-c', `echo ready; '${program}'; read go`]);
  const shown = listen(pty);
  await shown.has(/ready/);
  pty.resize(100, 40, { width: 800, height: 600 });
  t.strictSame([pty.cols, pty.rows], [100, 40]);
  pty.write('\r');
  await shown.has(/100 40 800 600/);
  await kill(pty);
});
