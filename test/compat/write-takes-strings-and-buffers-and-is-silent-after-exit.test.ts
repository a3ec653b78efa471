import { kill, listen } from './facts/run';
import { withEach } from './libraries';

withEach('strings and Buffers', async (t, { spawn }) => {
  const pty = spawn('cat');
  const shown = listen(pty);
  pty.write('text ä€😀\r');
  await shown.has(/😀\r\ntext ä€😀\r\n/);
  pty.write(Buffer.from('bytes\r'));
  await shown.has(/bytes\r\nbytes\r\n/);
  t.pass('both are typed');
  await kill(pty);
});

withEach('nothing happens after the exit', async (t, { spawn }) => {
  const pty = spawn('cat');
  await kill(pty);
  t.doesNotThrow(() => pty.write('x'));
  t.doesNotThrow(() => pty.write(Buffer.from('x')));
});
