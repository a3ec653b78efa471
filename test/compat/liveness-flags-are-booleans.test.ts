import { kill } from './facts/run';
import { withEach } from './libraries';

withEach('_readable, _writable, _emittedClose', async (t, { spawn }) => {
  const pty = spawn('cat');
  t.strictSame([pty._readable, pty._writable, pty._emittedClose], [true, true, false]);
  let atClose: unknown[] = [];
  pty.on('close', () => {
    atClose = [pty._readable, pty._writable, pty._emittedClose];
  });
  await kill(pty);
  t.strictSame(atClose, [false, false, true], 'when close is told');
  t.strictSame([pty._readable, pty._writable, pty._emittedClose], [false, false, true]);
});
