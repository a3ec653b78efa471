import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { until, within } from '../helpers/until';

const MS = 20_000;

/** What stty says of the terminal, asked by its program. */
async function stty(pty: Pty): Promise<{ raw: boolean; echo: boolean }> {
  pty.write('ask\n');
  const [, canonical, echo] = await within(pty.waitFor(/modes (-?)icanon (-?)echo\b/), MS, 'stty');
  return { raw: canonical === '-', echo: echo !== '-' };
}

const ASKED = `while read x; do echo modes $(stty -a | grep -oE -e '-?(icanon|echo)\\b'); done`;

t.test('each change is what the program finds, and termios says the same', async (t) => {
  const pty = spawn('sh', ['-c', ASKED]);
  t.teardown(() => pty.kill('SIGKILL'));
  t.strictSame(pty.termios, { raw: false, echo: true });
  for (const [change, expected] of [
    [{ echo: false }, { raw: false, echo: false }],
    [{}, { raw: false, echo: false }],
    [{ raw: true }, { raw: true, echo: false }],
    [{ echo: true }, { raw: true, echo: true }],
    [{ raw: false }, { raw: false, echo: true }],
    [
      { raw: false, echo: false },
      { raw: false, echo: false },
    ],
    [
      { raw: true, echo: true },
      { raw: true, echo: true },
    ],
    [{ raw: false }, { raw: false, echo: true }],
  ] as const) {
    pty.setTermios(change);
    t.strictSame(pty.termios, expected, JSON.stringify(change));
    t.strictSame(await stty(pty), expected, `${JSON.stringify(change)}, by stty`);
  }
});

t.test('raw and back: lines, ^C and the ends of lines are as in a fresh terminal', async (t) => {
  const pty = spawn('sh', ['-c', 'stty -a; echo END; read x; stty -a; echo END; exec cat']);
  const modes = async () => {
    const { input, index } = await within(pty.waitFor('END\r\n'), MS, 'the modes');
    return input.slice(input.indexOf('speed'), index);
  };
  const fresh = await modes();
  pty.setTermios({ raw: true });
  pty.setTermios({ raw: false });
  pty.write('\n');
  t.equal(await modes(), fresh);
  pty.write('\x03');
  t.strictSame(await within(pty.exited, MS, 'the end'), { exitCode: 0, signal: 2 });
});

t.test('what the program sets is seen', async (t) => {
  const pty = spawn('sh', ['-c', 'stty -echo; echo ready; read x']);
  t.teardown(() => pty.kill('SIGKILL'));
  await within(pty.waitFor('ready'), MS, 'the program');
  t.strictSame(pty.termios, { raw: false, echo: false });
});

t.test('after the end there are none, and nothing is set', async (t) => {
  const pty = spawn('true');
  await within(pty.exited, MS, 'the exit');
  await until(() => pty.termios === undefined, MS, 'the close');
  pty.setTermios({ raw: true });
  t.equal(pty.termios, undefined);
});

t.test('what is no mode is refused', (t) => {
  const pty = spawn('cat');
  t.teardown(() => pty.kill('SIGKILL'));
  for (const bad of [undefined, null, 'raw', { raw: 1 }, { echo: 'off' }]) {
    t.throws(() => pty.setTermios(bad as never), { code: 'ERR_INVALID_ARG_TYPE' }, `${bad}`);
  }
  t.end();
});
