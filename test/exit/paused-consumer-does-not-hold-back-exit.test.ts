import { spawn } from 'flatpty';
import t from 'tap';
import { difference, numbered } from '../helpers/numbered';
import { until, within } from '../helpers/until';

/** A program that takes 200 ms by itself, and of whose exit nothing holds back the word. */
const CONTROL = 'sleep 0.2';
const TIMES_THE_CONTROL = 2;
const RUNS = 5;

async function controlMs(): Promise<number> {
  const pty = spawn('/bin/sh', ['-c', `echo ready; read x; ${CONTROL}`]);
  await within(pty.waitFor('ready'), 10_000, 'the control');
  const begun = performance.now();
  pty.write('\r');
  await within(pty.exited, 10_000, 'the exit of the control');
  return performance.now() - begun;
}

t.test('paused with output unread: exit is told all the same, the output on resume', async (t) => {
  const { file, args, expected } = numbered(150_000);
  const times: number[] = [];
  const controls: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    controls.push(await controlMs());
    const pty = spawn('/bin/sh', ['-c', `echo ready; read x; exec ${file} ${args.join(' ')}`], {
      termios: { echo: false },
    });
    t.teardown(() => pty.kill('SIGKILL'));
    const events: string[] = [];
    let output = '';
    pty.onData((data) => {
      output += data;
      if (events.at(-1) !== 'data') events.push('data');
    });
    pty.onClose(() => events.push('close'));
    pty.onExit(() => events.push('exit'));
    await until(() => output === 'ready\r\n', 5000, 'the program');
    pty.pause();
    const begun = performance.now();
    pty.write('\r');
    await within(pty.exited, 10_000, 'the exit');
    times.push(performance.now() - begun);
    t.strictSame(events, ['data', 'exit'], 'nothing else meanwhile');
    pty.resume();
    await until(() => events.includes('close'), 10_000, 'the close after resume()');
    t.strictSame(events, ['data', 'exit', 'data', 'close'], 'exit is not told again');
    t.equal(difference(output, `ready\r\n${expected}`), 'same');
  }
  // The program's own time is in these, so the best of them says most of what comes after it.
  const shown = times.map((ms) => ms.toFixed(0)).join(', ');
  t.comment(`exit ${shown} ms after the program was told to print and end`);
  const bound = TIMES_THE_CONTROL * Math.min(...controls);
  t.ok(
    Math.min(...times) < bound,
    `${shown} ms, of which one is to be below ${bound.toFixed(0)} ms`,
  );
});

t.test('paused with nothing unread', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'echo ready; read x'], { termios: { echo: false } });
  t.teardown(() => pty.kill('SIGKILL'));
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  await until(() => output === 'ready\r\n', 5000, 'the program');
  pty.pause();
  pty.write('\r');
  t.equal((await within(pty.exited, 10_000, 'the exit')).exitCode, 0);
});
