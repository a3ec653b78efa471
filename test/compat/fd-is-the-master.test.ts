import { readlinkSync, writeSync } from 'node:fs';
import { kill, listen } from './facts/run';
import { withEach, withFlatpty } from './libraries';

withEach('fd and _fd lead to the master, and can be written to', async (t, { spawn }) => {
  const pty = spawn('cat');
  const shown = listen(pty);
  t.equal(pty._fd, pty.fd);
  t.match(readlinkSync(`/proc/self/fd/${pty.fd}`), /ptmx/);
  writeSync(pty.fd, 'x\r');
  await shown.has(/x\r\nx\r\n/);
  await kill(pty);
});

withFlatpty('-1 after the end', async (t, { spawn }) => {
  const pty = spawn('cat');
  await kill(pty);
  t.strictSame([pty.fd, pty._fd], [-1, -1]);
});
