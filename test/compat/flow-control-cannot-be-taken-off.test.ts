import { until, within } from '../helpers/until';
import { withFlatpty } from './libraries';

const NAMES = ['pause', 'resume', 'end', 'close', 'data', 'drain', 'error', 'readable', undefined];

withFlatpty('removeAllListeners() of anything, in a pause over the exit', async (t, { spawn }) => {
  for (const name of NAMES) {
    const pty = spawn('sh', ['-c', 'read go; printf "last words"']);
    const end = new Promise((resolve) => {
      pty.pause();
      pty.removeAllListeners(name);
      pty.onExit(resolve);
    });
    pty.write('\r');
    t.strictSame(await within(end, 5000, `the exit without ${name}`), { exitCode: 0, signal: 0 });
    let output = '';
    pty.onData((data) => {
      output += data;
    });
    pty.resume();
    await until(() => /last words/.test(output), 5000, `the output without ${name}`);
  }
});

withFlatpty(
  "a pause of the stream's own holds back exit for 200 ms and no longer",
  async (t, { spawn }) => {
    const pty = spawn('sh', ['-c', 'read go; printf "last words"']);
    let output = '';
    pty.onData((data) => {
      output += data;
    });
    pty.removeAllListeners('pause');
    pty.removeAllListeners('resume');
    const end = new Promise((resolve) => pty.onExit(resolve));
    pty._socket.pause();
    pty.write('\r');
    t.strictSame(await within(end, 5000, 'the exit'), { exitCode: 0, signal: 0 });
    t.notMatch(output, /last words/);
    pty._socket.resume();
    await until(() => /last words/.test(output), 5000, 'the output');
  },
);
