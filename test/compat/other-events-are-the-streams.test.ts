import { until } from '../helpers/until';
import { kill } from './facts/run';
import { withEach, withFlatpty } from './libraries';

withEach('pause, resume and finish', async (t, { spawn }) => {
  const pty = spawn('cat');
  const heard = new Set<string>();
  for (const name of ['pause', 'resume', 'finish']) pty.on(name, () => heard.add(name));
  pty.pause();
  pty.resume();
  pty.end();
  await until(() => heard.size === 3, 5000, 'three events');
  t.strictSame([...heard].sort(), ['finish', 'pause', 'resume']);
  await kill(pty);
});

// Extraterm's Unix connector waits for drain, others for end; on Linux node-pty emits neither for
// write() and for the end of a program.
withFlatpty('drain and end', async (t, { spawn }) => {
  const pty = spawn('sh', ['-c', 'stty raw -echo; echo ready; head -c 200000 >/dev/null']);
  const heard: string[] = [];
  for (const name of ['drain', 'end', 'close']) pty.on(name, () => heard.push(name));
  const exit = new Promise((resolve) => pty.onExit(resolve));
  await new Promise((resolve) => pty.onData(resolve));
  pty.write('x'.repeat(200_000));
  await exit;
  t.strictSame(heard, ['drain', 'end', 'close']);
});
