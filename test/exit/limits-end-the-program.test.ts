import { type IPtyForkOptions, spawn } from 'flatpty';
import t from 'tap';
import { isGone } from '../helpers/gone';
import { sessionMembers } from '../helpers/processes';
import { until, within } from '../helpers/until';

const MS = 20_000;
const SIGHUP = 1;
const SIGKILL = 9;
const SIGTERM = 15;
/** Runs on through SIGHUP, and says when it is ready for it. */
const STUBBORN = `trap '' HUP; echo ready; while :; do sleep 0.1; done`;

t.test('a time: the program gets killSignal, and the reason is known', async (t) => {
  const pty = spawn('sleep', ['600'], { timeout: 50, killSignal: 'SIGTERM' });
  t.equal(pty.killReason, undefined);
  t.strictSame(await within(pty.exited, MS, 'the end'), { exitCode: 0, signal: SIGTERM });
  t.equal(pty.killReason, 'timeout');
});

t.test('a program that ends before its time has no reason', async (t) => {
  const pty = spawn('true', [], { timeout: 60_000, maxOutput: 1000 });
  t.equal((await within(pty.exited, MS, 'the end')).exitCode, 0);
  t.equal(pty.killReason, undefined);
});

t.test('an aborted signal is a reason too, and the first reason stays', async (t) => {
  const controller = new AbortController();
  // It answers SIGHUP by more output than there may be.
  const script = `trap 'echo too much' HUP; echo ready; while :; do sleep 0.05; done`;
  const pty = spawn('sh', ['-c', script], {
    signal: controller.signal,
    maxOutput: 'ready\r\ntoo'.length,
    forceKillAfter: 400,
  });
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  await until(() => output.includes('ready\r\n'), MS, 'the program');
  t.equal(pty.killReason, undefined);
  controller.abort();
  t.equal(pty.killReason, 'abort');
  t.equal((await within(pty.exited, MS, 'the end')).signal, SIGKILL);
  t.equal(output, 'ready\r\ntoo', 'the second limit was met, too');
  t.equal(pty.killReason, 'abort');
});

for (const encoding of ['utf8', null, 'latin1'] as const) {
  t.test(`so much output, encoding ${encoding}: exactly that comes`, async (t) => {
    const options: IPtyForkOptions = { encoding, maxOutput: 100_000 };
    const pty = spawn('yes', ['12345678'], options); // 10 bytes a line
    const chunks: Buffer[] = [];
    pty.onData((data: string | Buffer) => chunks.push(Buffer.from(data as string)));
    t.equal((await within(pty.exited, MS, 'the end')).signal, SIGHUP);
    t.equal(pty.killReason, 'maxOutput');
    t.ok(Buffer.concat(chunks).equals(Buffer.from('12345678\r\n'.repeat(10_000))));
  });
}

t.test('text is cut between characters', async (t) => {
  const pty = spawn('sh', ['-c', `printf 'ab日本'; exec cat`], { maxOutput: 6 });
  let text = '';
  pty.onData((data) => {
    text += data;
  });
  await within(pty.exited, MS, 'the end');
  t.equal(text, 'ab日');
});

t.test('output of just that size is no reason', async (t) => {
  const pty = spawn('sh', ['-c', 'printf 12345'], { maxOutput: 5 });
  t.equal((await within(pty.exited, MS, 'the end')).exitCode, 0);
  t.equal(pty.killReason, undefined);
});

t.test('a loop gets no more than that either', async (t) => {
  const pty = spawn('yes', [], { maxOutput: 3000 });
  let length = 0;
  for await (const chunk of pty) length += chunk.length;
  t.equal(length, 3000);
});

t.test('forceKillAfter kills what outlives killSignal', async (t) => {
  const pty = spawn('sh', ['-c', STUBBORN], { maxOutput: 3, forceKillAfter: 50 });
  pty.onData(() => {});
  t.equal((await within(pty.exited, MS, 'the end')).signal, SIGKILL);
});

t.test('killTree ends the background too', async (t) => {
  const script = `(trap '' HUP; sleep 600) & echo ready $!; wait`;
  const controller = new AbortController();
  const pty = spawn('sh', ['-m', '-c', script], {
    signal: controller.signal,
    killTree: true,
    forceKillAfter: 50,
  });
  const [, pid] = await within(pty.waitFor(/ready (\d+)\r/), MS, 'the job');
  t.ok(sessionMembers(pty.pid).length > 1);
  controller.abort();
  await within(pty.exited, MS, 'the end');
  await until(
    () => isGone(Number(pid)) && sessionMembers(pty.pid).length === 0,
    MS,
    'the end of the job',
  );
});

t.test('what is no limit is refused before anything is started', (t) => {
  for (const [options, code] of [
    [{ timeout: -5 }, 'ERR_OUT_OF_RANGE'],
    [{ timeout: Number.NaN }, 'ERR_OUT_OF_RANGE'],
    [{ timeout: '5' }, 'ERR_INVALID_ARG_TYPE'],
    [{ maxOutput: 1.5 }, 'ERR_OUT_OF_RANGE'],
    [{ maxOutput: '5' }, 'ERR_INVALID_ARG_TYPE'],
    [{ forceKillAfter: -1 }, 'ERR_OUT_OF_RANGE'],
  ] as const) {
    t.throws(() => spawn('cat', [], options as IPtyForkOptions), { code }, JSON.stringify(options));
  }
  t.end();
});
