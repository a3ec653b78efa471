import { isAlive } from '../helpers/processes';
import { until } from '../helpers/until';
import { ended, kill } from './facts/run';
import { withEach, withFlatpty } from './libraries';

// Several programs take listeners off before they kill, so that their own restart or end of a
// session is not told as a crash; some with onExit, too.
withEach("removeAllListeners('exit'), then kill(): nobody is told", async (t, { spawn }) => {
  const pty = spawn('cat');
  const heard: string[] = [];
  pty.onExit(() => heard.push('onExit'));
  pty.on('exit', () => heard.push('exit'));
  pty.removeAllListeners('exit');
  pty.kill('SIGKILL');
  await until(() => !isAlive(pty.pid), 5000, 'the end');
  const later = spawn('true'); // by its exit the other one's would have come
  await ended(later);
  t.strictSame(heard, []);
});

withEach(
  "removeAllListeners('data'), then other listeners: only those hear",
  async (t, { spawn }) => {
    const pty = spawn('cat');
    const heard: string[] = [];
    pty.onData(() => heard.push('first'));
    pty.on('data', () => heard.push('second'));
    pty.removeAllListeners('data');
    let output = '';
    pty.on('data', (data: string) => {
      output += data;
    });
    pty.write('x\r');
    await until(() => /x\r\nx\r\n/.test(output), 5000, 'the output');
    t.strictSame(heard, []);
    await kill(pty);
  },
);

withFlatpty('and onData of later is told as well', async (t, { spawn }) => {
  const pty = spawn('cat');
  pty.removeAllListeners('data');
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  pty.write('x\r');
  await until(() => /x\r\nx\r\n/.test(output), 5000, 'the output');
  t.pass();
  await kill(pty);
});
