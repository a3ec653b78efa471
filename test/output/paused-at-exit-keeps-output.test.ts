import { spawn } from 'flatpty';
import t from 'tap';
import { difference, numbered } from '../helpers/numbered';
import { othersHaveCome } from '../helpers/othersHaveCome';
import { until, within } from '../helpers/until';

const RUNS = 20;

async function pausedRun(bytes: number): Promise<string> {
  const { file, args, expected } = numbered(bytes);
  const pty = spawn(file, args);
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  pty.pause();
  await within(pty.exited, 10_000, 'the exit of a program whose terminal is paused');
  const early = output.length;
  await othersHaveCome();
  const closed = new Promise<void>((resolve) => {
    pty.onClose(resolve);
  });
  pty.resume();
  await within(closed, 10_000, 'the close after resume()');
  if (early > 0) return `${early} characters came while paused`;
  return difference(output, expected);
}

t.test('paused when the program exits, resumed later: complete', async (t) => {
  const runs = await Promise.all(Array.from({ length: RUNS }, () => pausedRun(20_480)));
  t.strictSame(runs, Array(RUNS).fill('same'));
});

t.test('also 200 KB, more than the stream itself holds', async (t) => {
  t.equal(await pausedRun(200_000), 'same');
});

t.test('paused by the handler in the midst of the output', async (t) => {
  const { file, args, expected } = numbered(150_000);
  const pty = spawn(file, args);
  let output = '';
  const first = new Promise<void>((resolve) => {
    pty.onData((data) => {
      output += data;
      pty.pause();
      resolve();
    });
  });
  await within(first, 10_000, 'the first output');
  await within(pty.exited, 10_000, 'the exit');
  let closed = false;
  pty.onClose(() => {
    closed = true;
  });
  const goOn = () => {
    pty.resume();
    return closed;
  };
  t.ok(await until(goOn, 10_000, 'the close, when all is read'));
  t.equal(difference(output, expected), 'same');
});
