import { kill, listen } from './facts/run';
import { withEach } from './libraries';

withEach('end(data), then write()', async (t, { spawn }) => {
  const pty = spawn('cat');
  const shown = listen(pty);
  pty.end('one\r');
  await shown.has(/one\r\none\r\n/);
  pty.write('two\r');
  await shown.has(/two\r\ntwo\r\n/);
  t.doesNotThrow(() => pty.end());
  await kill(pty);
  t.doesNotThrow(() => pty.end('x'));
});
