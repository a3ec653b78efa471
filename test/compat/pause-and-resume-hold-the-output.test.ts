import { othersHaveCome } from '../helpers/othersHaveCome';
import { kill, listen } from './facts/run';
import { withEach } from './libraries';

// VS Code, wetty and scrypted pause at a watermark.
withEach('nothing while paused, everything after', async (t, { spawn }) => {
  const pty = spawn('sh', ['-c', 'echo ready; read go; seq 1 20000; echo end; read go']);
  const shown = listen(pty);
  await shown.has(/ready/);
  pty.pause();
  pty.write('\r');
  // There is nothing to wait for while nothing comes: others come meanwhile.
  await othersHaveCome();
  const { length } = shown.output();
  await othersHaveCome();
  t.equal(shown.output().length, length);
  t.ok(length < 100_000, 'the flood was held back');
  pty.resume();
  await shown.has(/20000\r\nend/);
  await kill(pty);
});
