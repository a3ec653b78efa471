import { spawn } from 'flatpty';
import t from 'tap';
import { within } from '../helpers/until';

t.test(
  'onResize tells each resize once, until it is disposed or the terminal has ended',
  async (t) => {
    const pty = spawn('cat', [], { cols: 80, rows: 24 });
    const sizes: string[] = [];
    const subscription = pty.onResize(({ cols, rows }) => {
      sizes.push(`${cols}x${rows}, now ${pty.cols}x${pty.rows}`);
    });
    pty.resize(100, 30);
    t.throws(() => pty.resize(0, 30));
    pty.resize(90, 20, { width: 900, height: 400 });
    subscription.dispose();
    pty.resize(70, 10);
    const expected = ['100x30, now 100x30', '90x20, now 90x20'];
    t.strictSame(sizes, expected);

    pty.onResize(() => sizes.push('after the end'));
    pty.kill('SIGKILL');
    await within(pty.exited, 20_000, 'the exit');
    pty.resize(60, 10);
    t.strictSame(sizes, expected);
  },
);
