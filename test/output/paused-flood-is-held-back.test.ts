import { setTimeout as delay } from 'node:timers/promises';
import { spawn } from 'flatpty';
import t from 'tap';
import { assertIdle } from '../helpers/idle';
import { FOREVER, PatternChecker } from '../helpers/pattern';
import { until, within } from '../helpers/until';
import { written, writtenWhenStill } from '../helpers/written';

const RSS_GROWTH_BELOW = 40 * 1024 * 1024;
const HELD_MS = 500;
const SIGNALS = 200;
// What flatpty, the stream and the kernel may hold between the program and a consumer that sleeps.
const UNREAD_BELOW = 1024 * 1024;

t.test('the program stands still while its terminal is paused, and memory too', async (t) => {
  const pty = spawn('/bin/sh', ['-c', FOREVER], { encoding: null });
  t.teardown(() => pty.kill('SIGKILL'));
  const checker = new PatternChecker();
  pty.onData((chunk) => checker.take(chunk));
  await until(() => checker.bytes > 5_000_000, 10_000, 'the flood');

  pty.pause();
  const before = process.memoryUsage.rss();
  const read = checker.bytes;
  const stood = await writtenWhenStill(pty.pid);
  await assertIdle(t, HELD_MS);
  t.equal(written(pty.pid), stood, `the program writes nothing for ${HELD_MS} ms`);
  t.equal(checker.bytes, read, 'and nothing is told');
  t.ok(stood - read < UNREAD_BELOW, `${stood - read} bytes unread`);
  const growth = process.memoryUsage.rss() - before;
  t.comment(`${stood - read} bytes unread, RSS grew by ${(growth / 1048576).toFixed(1)} MB`);
  t.ok(growth < RSS_GROWTH_BELOW, `RSS grew by ${growth} bytes`);

  pty.resume();
  await until(() => checker.bytes > read + 5_000_000, 10_000, 'the flood after resume()');
  t.equal(checker.wrongAt, undefined, 'not a byte is lost or doubled over the pause');
  pty.kill('SIGKILL');
  await within(pty.exited, 5000, 'the exit');
  t.equal(pty.signalCode, 'SIGKILL');
});

t.test('signals sent to it meanwhile do not loosen the bound', async (t) => {
  const pty = spawn('/bin/sh', ['-c', FOREVER], { encoding: null });
  t.teardown(() => pty.kill('SIGKILL'));
  const checker = new PatternChecker();
  pty.onData((chunk) => checker.take(chunk));
  await until(() => checker.bytes > 5_000_000, 10_000, 'the flood');
  pty.pause();
  const before = process.memoryUsage.rss();
  const stood = await writtenWhenStill(pty.pid);
  // Continues what is not stopped, so the program does not notice.
  for (let i = 0; i < SIGNALS; i++) {
    pty.kill('SIGCONT');
    await delay(5);
  }
  const more = (await writtenWhenStill(pty.pid)) - stood;
  const growth = process.memoryUsage.rss() - before;
  t.comment(`${more} bytes more are held after ${SIGNALS} signals`);
  t.ok(more < UNREAD_BELOW, `${more} bytes more are held`);
  t.ok(growth < RSS_GROWTH_BELOW, `RSS grew by ${growth} bytes`);
});

t.test('nothing is told between pause() and resume(), whichever tick they come in', async (t) => {
  const pty = spawn('/bin/sh', ['-c', FOREVER], { encoding: null });
  t.teardown(() => pty.kill('SIGKILL'));
  const checker = new PatternChecker();
  let paused = false;
  let toldWhilePaused = 0;
  pty.onData((chunk) => {
    if (paused) toldWhilePaused += 1;
    checker.take(chunk);
    if (checker.chunks % 10 !== 0) return;
    paused = true;
    pty.pause();
    setTimeout(() => {
      paused = false;
      pty.resume();
    }, checker.chunks % 3);
  });
  await until(() => checker.bytes > 5_000_000, 20_000, 'the flood, with pauses');
  t.equal(toldWhilePaused, 0);
  t.equal(checker.wrongAt, undefined, 'not a byte is lost or doubled');
});
