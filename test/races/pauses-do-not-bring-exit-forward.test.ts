import { spawn } from 'flatpty';
import t from 'tap';
import { difference, numbered } from '../helpers/numbered';
import { within } from '../helpers/until';

// Shorter than the 200 ms after which a consumer that stays paused is told of the exit, and together,
// for some 20 pieces of output, many times longer.
const PAUSE_MS = 60;

t.test(
  'a consumer that pauses after every piece has all of it before close and exit',
  async (t) => {
    const { file, args, expected } = numbered(400_000);
    const pty = spawn(file, args);
    t.teardown(() => pty.kill('SIGKILL'));
    const events: string[] = [];
    let output = '';
    let pauses = 0;
    pty.onData((data) => {
      output += data;
      if (events.at(-1) !== 'data') events.push('data');
      pauses += 1;
      pty.pause();
      setTimeout(() => pty.resume(), PAUSE_MS);
    });
    pty.onClose(() => events.push('close'));
    pty.onExit(() => events.push('exit'));
    await within(pty.exited, 30_000, 'the exit');
    t.strictSame(events, ['data', 'close', 'exit']);
    t.equal(difference(output, expected), 'same');
    t.ok(pauses * PAUSE_MS > 300, `${pauses} pauses of ${PAUSE_MS} ms`);
  },
);
