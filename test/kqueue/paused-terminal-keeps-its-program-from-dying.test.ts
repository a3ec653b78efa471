// timeout: 300 s
import './addon';
import { type Pty, spawn } from 'flatpty';
import type { Test } from 'tap';
import { othersHaveCome } from '../helpers/othersHaveCome';
import { statOf } from '../helpers/processes';
import { until, within } from '../helpers/until';
import { writtenWhenStill } from '../helpers/written';
import { scripted, traceOf } from './scripted';

/** A terminal nobody reads whose program has ended by itself with the kernel's queues full. */
async function unreadEnd(t: Test): Promise<{ pty: Pty; output: () => string; exits: unknown[] }> {
  const script = `trap 'kill $flood; exit 124' USR1; yes & flood=$!; echo "pid $flood"; wait`;
  const pty = spawn('/bin/sh', ['-c', script]);
  t.teardown(() => pty.destroy());
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  const flood = Number(await until(() => /pid (\d+)\r/.exec(output)?.[1], 10_000, 'the flood'));
  pty.pause();
  const exits: unknown[] = [];
  pty.onExit((exit) => exits.push(exit));
  await writtenWhenStill(flood);
  process.kill(pty.pid, 'SIGUSR1'); // not pty.kill(), which makes room
  await until(() => statOf(pty.pid)?.state === 'Z', 10_000, 'the end that Linux sees');
  await othersHaveCome();
  return { pty, output: () => output, exits };
}

// Back-pressure reaches the exit itself: a leader waits in XNU's proc_exit for its output to be read.
scripted('it is told when the consumer resumes, with all its output', 'xnu', async (t) => {
  const { pty, output, exits } = await unreadEnd(t);
  const told = traceOf(pty.pid).filter((line) => /^(told|reaped)/.test(line));
  t.strictSame(told, [], 'no exit is known of while the output is unread');
  t.strictSame(exits, []);
  pty.resume();
  t.strictSame(await within(pty.exited, 5000, 'the exit'), { exitCode: 124, signal: 0 });
  t.match(output(), /^(y\r\n)*pid \d+\r\n(y\r\n)+y?\r?\n?$/);
  t.ok(output().length > 256 * 1024, `${output().length} characters`);
});

for (const script of ['xnu', 'refuse,wedge,unreapable=20']) {
  scripted('destroy() lets it die', script, async (t) => {
    const { pty } = await unreadEnd(t);
    t.notOk(traceOf(pty.pid).includes('reaped'));
    pty.destroy();
    t.equal(pty.fd, -1);
    t.strictSame(await within(pty.exited, 5000, 'the exit'), { exitCode: 124, signal: 0 });
    t.ok(traceOf(pty.pid).includes('reaped'), traceOf(pty.pid).slice(-3).join(', '));
  });

  scripted('so does a signal', script, async (t) => {
    const { pty } = await unreadEnd(t);
    pty.kill('SIGKILL');
    t.strictSame(await within(pty.exited, 5000, 'the exit'), { exitCode: 124, signal: 0 });
    t.ok(traceOf(pty.pid).includes('reaped'), traceOf(pty.pid).slice(-3).join(', '));
  });
}
