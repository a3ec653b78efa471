import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { isAlive } from '../helpers/processes';
import { until, within } from '../helpers/until';

const IMMUNE = "trap '' HUP TERM INT; echo ready; while :; do sleep 0.05; done";

t.test(
  'using: the terminal is closed and its program hung up at the end of the block',
  async (t) => {
    let kept: Pty;
    {
      using pty = spawn('sleep', ['60']);
      kept = pty;
      t.not(pty.fd, -1);
    }
    t.equal(kept.fd, -1);
    const { signal } = await within(kept.exited, 5000, 'the exit');
    t.equal(signal, 1);
  },
);

t.test('using: also when the block throws', async (t) => {
  let kept: Pty | undefined;
  t.throws(() => {
    using pty = spawn('sleep', ['60']);
    kept = pty;
    throw new Error('in the block');
  }, /in the block/);
  t.equal(kept?.fd, -1);
  await within((kept as Pty).exited, 5000, 'the exit');
});

t.test('await using: the program has ended after the block', async (t) => {
  let kept: Pty;
  const begun = performance.now();
  {
    await using pty = spawn('sleep', ['60']);
    kept = pty;
  }
  t.notOk(isAlive(kept.pid));
  t.equal(kept.signalCode, 'SIGHUP');
  t.ok(performance.now() - begun < 1500, 'at once, for a program that does not resist');
});

t.test('await using: even one that ignores every polite signal', async (t) => {
  let kept: Pty;
  {
    await using pty = spawn('/bin/sh', ['-c', IMMUNE]);
    kept = pty;
    let output = '';
    pty.onData((data) => {
      output += data;
    });
    await until(() => output.includes('ready'), 5000, 'the program');
    t.teardown(() => pty.kill('SIGKILL'));
  }
  t.notOk(isAlive(kept.pid));
  t.equal(kept.signalCode, 'SIGKILL');
});

t.test('await using: after the exit it is done at once', async (t) => {
  const pty = spawn('true');
  await within(pty.exited, 5000, 'the exit');
  const begun = performance.now();
  await pty[Symbol.asyncDispose]();
  await pty[Symbol.asyncDispose]();
  t.ok(performance.now() - begun < 500);
});

t.test('asyncDispose() twice at once is harmless', async (t) => {
  const pty = spawn('sleep', ['60']);
  const both = Promise.all([pty[Symbol.asyncDispose](), pty[Symbol.asyncDispose]()]);
  await within(both, 5000, 'both');
  t.equal(pty.signalCode, 'SIGHUP');
});
