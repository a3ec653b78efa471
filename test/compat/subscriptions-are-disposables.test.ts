import { kill, listen } from './facts/run';
import { withEach } from './libraries';

// gemini-cli, run-pty and the demo of xterm.js keep what onData and onExit return.
withEach('onData and onExit return { dispose }', async (t, { spawn }) => {
  const pty = spawn('cat');
  const shown = listen(pty);
  const heard: string[] = [];
  const data = pty.onData(() => heard.push('data'));
  const exit = pty.onExit(() => heard.push('exit'));
  t.type(data.dispose, 'function');
  t.type(exit.dispose, 'function');
  data.dispose();
  exit.dispose();
  pty.write('x\r');
  await shown.has(/x\r\nx\r\n/);
  await kill(pty);
  t.strictSame(heard, []);
  t.doesNotThrow(() => data.dispose(), 'again');
});
