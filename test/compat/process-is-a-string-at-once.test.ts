import { kill } from './facts/run';
import { withEach } from './libraries';

// VS Code asks every 200 ms, x-terminal at every piece of output.
withEach('a string at every moment, and the file after the end', async (t, { spawn }) => {
  const pty = spawn('cat');
  const kinds = new Set<string>();
  for (let i = 0; i < 100; i++) kinds.add(typeof pty.process);
  await kill(pty);
  t.strictSame([...kinds], ['string']);
  t.equal(pty.process, 'cat');
});
