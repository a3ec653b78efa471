import { type IPtyForkOptions, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { until } from '../helpers/until';

const XOFF = '\x13';
const XON = '\x11';
const TICK = 'while :; do echo tick; sleep 0.01; done';
/** The program, once more, in a terminal that nobody pauses: it goes on while the other one stands. */
const CONTROL_TICKS = 5;

/** Waits until a program of its own has ticked a few times. */
async function controlTicks(): Promise<void> {
  const control = spawn('/bin/sh', ['-c', TICK]);
  let ticks = 0;
  control.onData((data) => {
    ticks += data.split('tick').length - 1;
  });
  await until(() => ticks >= CONTROL_TICKS, 10_000, 'the control');
  control.kill('SIGKILL');
  await control.exited;
}

/** Prints ticks, and every byte that is typed in hex. */
function ticker(t: Test, options: IPtyForkOptions) {
  const script = `${TICK} & od -An -v -w1 -tx1; wait`;
  const pty = spawn('/bin/sh', ['-c', script], {
    termios: { raw: true, echo: false },
    ...options,
  });
  t.teardown(() => pty.killTree({ signal: 'SIGKILL' }));
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  return {
    pty,
    output: () => output,
    flows: async () => {
      const before = output.length;
      await until(() => output.length > before + 20, 5000, 'output to flow');
      return true;
    },
    stands: async () => {
      const before = output.length;
      await controlTicks();
      return output.length === before;
    },
  };
}

t.test('XOFF and XON pause and resume, and the program does not see them', async (t) => {
  const { pty, flows, stands, output } = ticker(t, { handleFlowControl: true });
  await flows();
  let called = false;
  t.equal(
    pty.write(XOFF, () => {
      called = true;
    }),
    true,
  );
  t.notOk(called, "write()'s callback is not called from inside write()");
  t.ok(await stands(), 'nothing is told while paused');
  t.ok(called, 'but called it is');
  pty.write(XON);
  t.ok(await flows());
  pty.write('a');
  await until(() => /61/.test(output()), 5000, 'a typed character');
  t.notMatch(output(), /11|13/);
});

t.test('only a write of exactly that string counts', async (t) => {
  const { pty, flows, output } = ticker(t, { handleFlowControl: true });
  await flows();
  pty.write(`${XOFF}a`);
  await until(() => /13\s[\s\S]*61/.test(output()), 5000, 'both characters at the program');
  t.ok(await flows());
});

t.test('flowControlPause and flowControlResume name other strings', async (t) => {
  const { pty, flows, stands, output } = ticker(t, {
    handleFlowControl: true,
    flowControlPause: 'STOP',
    flowControlResume: 'GO',
  });
  await flows();
  pty.write('STOP');
  t.ok(await stands());
  pty.write('GO');
  t.ok(await flows());
  pty.write(XOFF);
  await until(() => /13/.test(output()), 5000, 'XOFF at the program');
  t.notMatch(output(), /53/, 'no S of STOP');
});

t.test('off, the default: they are typed', async (t) => {
  const { pty, flows, output } = ticker(t, {});
  t.equal(pty.handleFlowControl, false);
  await flows();
  pty.write(XOFF);
  pty.write(XON);
  await until(() => /13[\s\S]*11/.test(output()), 5000, 'both characters at the program');
  t.ok(await flows());
});

t.test('it can be switched on and off', async (t) => {
  const { pty, flows, stands, output } = ticker(t, {});
  await flows();
  pty.handleFlowControl = true;
  pty.write(XOFF);
  t.ok(await stands());
  pty.write(XON);
  t.ok(await flows());
  pty.handleFlowControl = false;
  pty.write(XOFF);
  await until(() => /13/.test(output()), 5000, 'XOFF at the program');
  t.ok(await flows());
});
