import { kill, listen } from './facts/run';
import { withEach } from './libraries';

withEach('hex and latin1', async (t, { spawn }) => {
  for (const [encoding, pattern] of [
    ['hex', /^c3a4/],
    ['latin1', /^Ã¤/],
  ] as const) {
    const pty = spawn('cat');
    pty.setEncoding(encoding);
    const shown = listen(pty);
    pty.write('ä\r');
    t.match(await shown.has(pattern), pattern);
    await kill(pty);
  }
});
