import { setImmediate as turn } from 'node:timers/promises';
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
  {
    await using pty = spawn('sleep', ['60']);
    kept = pty;
  }
  t.notOk(isAlive(kept.pid));
  t.equal(kept.signalCode, 'SIGHUP', 'at once: after the grace it would be SIGKILL');
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
  // No timer is waited for: by the next turn but one both are over.
  let disposed = 0;
  for (let i = 0; i < 2; i++) void pty[Symbol.asyncDispose]().then(() => disposed++);
  let turns = 0;
  for (; disposed < 2 && turns < 1000; turns++) await turn();
  t.ok(turns < 1000, `${turns} turns`);
});

t.test('asyncDispose() twice at once is harmless', async (t) => {
  const pty = spawn('sleep', ['60']);
  const both = Promise.all([pty[Symbol.asyncDispose](), pty[Symbol.asyncDispose]()]);
  await within(both, 5000, 'both');
  t.equal(pty.signalCode, 'SIGHUP');
});
