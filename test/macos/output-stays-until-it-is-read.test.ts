// timeout: 120 s
// XNU throws away what the master has not read 0.6 s after the last close of the slave (ptsclose),
// unless the session has opened /dev/tty once: spawn-helper does.
import './doubles';

import { spawn } from 'flatpty';
import { until, within } from '../helpers/until';
import { scripted, trace } from '../kqueue/scripted';

const closes = () => trace().filter((line) => line.startsWith('slave of '));

/** What becomes of the output that a paused consumer has left in the kernel, in the trace's words. */
async function fateOfUnread(env: Record<string, string | undefined>): Promise<string> {
  const before = closes().length;
  // It fills every queue on the way before it ends: 0.4 MB.
  const pty = spawn('timeout', ['2', 'yes'], { env: { ...process.env, ...env } });
  pty.onData(() => undefined);
  pty.pause();
  await until(() => closes().length > before, 20_000, 'the fate of the output to be decided');
  pty.resume();
  await within(pty.exited, 20_000, 'the exit');
  return closes().slice(before).join();
}

// "xnu": a leader cannot die before its output is read or thrown away.
scripted('of a program that ended long ago', 'xnu', async (t) => {
  t.match(await fateOfUnread({}), /^slave of \d+ closed, pinned with [1-9]\d* bytes unread$/);
});

scripted('control: without /dev/tty it is lost', 'xnu', async (t) => {
  const fate = await fateOfUnread({ FLATPTY_DARWIN: 'no-tty' });
  t.match(fate, /^slave of \d+ closed, [1-9]\d* bytes dropped$/);
});
