// timeout: 300 s
import './addon';
import { type Pty, spawn } from 'flatpty';
import type { Test } from 'tap';
import { othersHaveCome } from '../helpers/othersHaveCome';
import { until, within } from '../helpers/until';
import { scripted, traceOf } from './scripted';

// On XNU a session leader cannot die while its output is unread, not even by SIGKILL. Script "wedge".

/** A terminal whose consumer has paused, and its program when it has stopped getting anywhere. */
async function stuck(t: Test, program: string): Promise<Pty> {
  const pty = spawn('/bin/sh', ['-c', program]);
  t.teardown(() => pty.destroy());
  let bytes = 0;
  pty.onData((data) => {
    bytes += data.length;
  });
  await until(() => bytes > 0, 5000, 'some output');
  pty.pause();
  await othersHaveCome(); // what was on its way has come
  return pty;
}

async function killed(t: Test, pty: Pty, signal: string) {
  const begun = performance.now();
  pty.kill(signal);
  const exit = await within(pty.exited, 5000, 'the exit, although nobody reads');
  const took = performance.now() - begun;
  t.comment(`${signal}: exit told after ${took.toFixed(0)} ms`);
  t.ok(traceOf(pty.pid).includes('reaped'), traceOf(pty.pid).slice(-3).join(', '));
  return exit;
}

for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGTERM: 15, SIGKILL: 9 })) {
  scripted(`a flood ended by ${signal}`, 'xnu', async (t) => {
    const pty = await stuck(t, 'exec yes');
    t.strictSame(await killed(t, pty, signal), { exitCode: 0, signal: number });
  });
}

scripted('a shell whose command floods', 'xnu', async (t) => {
  const pty = await stuck(t, 'yes; true');
  t.strictSame(await killed(t, pty, 'SIGHUP'), { exitCode: 0, signal: 1 });
});

// The queue has room at the time of the signal, but not for all that comes after it.
for (const kilobytes of [200, 250, 300, 350]) {
  scripted(`last words of 100 KB after ${kilobytes} KB that nobody took`, 'xnu', async (t) => {
    const words = 'head -c 100000 /dev/zero; exit 3';
    const first = `stty raw -echo; trap "${words}" HUP; head -c ${kilobytes * 1000} /dev/zero`;
    const pty = await stuck(t, `${first}; while :; do sleep 0.01; done`);
    t.strictSame(await killed(t, pty, 'SIGHUP'), { exitCode: 3, signal: 0 });
  });
}
