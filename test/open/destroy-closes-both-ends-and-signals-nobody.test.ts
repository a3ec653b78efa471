import { spawn as spawnChild } from 'node:child_process';
import { once } from 'node:events';
import { open, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { residueOf } from '../helpers/census';
import { fdOf } from '../helpers/internals';
import { isAlive } from '../helpers/processes';
import { until, within } from '../helpers/until';

/** Records process.kill for the length of `t`: node-pty#224, #264 sent SIGHUP to pid -1. */
function recordKills(t: Test): unknown[][] {
  const calls: unknown[][] = [];
  const { kill } = process;
  t.teardown(() => {
    process.kill = kill;
  });
  process.kill = (...args: unknown[]) => {
    calls.push(args);
    return true;
  };
  return calls;
}

t.test('no throw, no signal, both closed', async (t) => {
  const calls = recordKills(t);
  const bystander = spawnChild('sleep', ['1000'], { stdio: 'ignore' });
  const terminal = spawn('cat');
  const heard: string[] = [];
  const pair = open();
  for (const end of ['master', 'slave'] as const) {
    pair[end].on('close', () => heard.push(`${end} close`));
    pair[end].on('error', (error) => heard.push(`${end} ${error.message}`));
  }
  const closed = new Promise<void>((resolve) => {
    pair.onClose(resolve);
  });
  pair.onExit(() => heard.push('exit'));
  t.doesNotThrow(() => pair.destroy());
  t.strictSame([pair.fd, fdOf(pair.master), fdOf(pair.slave)], [-1, -1, -1], 'at once');
  t.strictSame([pair.master.destroyed, pair.slave.destroyed], [true, true]);
  await within(closed, 10_000, 'close');
  await until(() => heard.length >= 2, 10_000, 'both closes');
  t.strictSame(heard.sort(), ['master close', 'slave close']);
  t.doesNotThrow(() => pair.destroy(), 'again');
  t.doesNotThrow(() => {
    pair.kill();
    pair.kill('SIGKILL');
    pair.write('x');
    pair.end();
    pair.pause();
    pair.resume();
  });
  t.equal(pair.pid, -1);
  t.strictSame(calls, [], 'process.kill was not called');
  t.ok(isAlive(bystander.pid as number), 'a child of this process lives');
  t.ok(isAlive(terminal.pid), 'and what runs in another terminal');
  bystander.kill('SIGKILL');
  terminal.kill('SIGKILL');
  await Promise.all([once(bystander, 'exit'), terminal.exited]);
});

t.test('killTree() has nobody to end', async (t) => {
  const pair = open();
  t.teardown(() => pair.destroy());
  await within(pair.killTree({ signal: 'SIGKILL' }), 10_000, 'killTree');
  t.equal(pair.slave.destroyed, false);
});

t.test('dispose and asyncDispose are destroy()', async (t) => {
  const one = open();
  one[Symbol.dispose]();
  t.equal(one.fd, -1);
  const two = open();
  await within(two[Symbol.asyncDispose](), 10_000, 'asyncDispose');
  t.strictSame([two.fd, two.slave.destroyed], [-1, true]);
});

t.test('a reader and a writer are let go', async (t) => {
  const pair = open();
  const iterated = (async () => {
    for await (const _ of pair) {
      // nothing comes
    }
    return 'ended';
  })();
  const written = new Promise((resolve) => pair.slave.write('x'.repeat(1_000_000), resolve));
  pair.destroy();
  t.equal(await within(iterated, 10_000, 'the end of the iteration'), 'ended');
  await within(written, 10_000, 'the callback of write');
});

t.test('nothing is left, used or not', async (t) => {
  const residue = await residueOf(async () => {
    for (let i = 0; i < 100; i++) {
      const pair = open();
      if (i % 2 === 0) pair.slave.write('output\n');
      if (i % 3 === 0) pair.write('input\r');
      if (i % 5 === 0) pair.slave.destroy();
      if (i % 7 === 0) pair.master.destroy();
      pair.destroy();
    }
  });
  t.strictSame(residue, []);
});
