import { spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';
import { compile } from '../helpers/compile';
import { talk } from '../helpers/talk';
import { within } from '../helpers/until';

t.test('resize() tells the program by SIGWINCH, which then finds the new size', async (t) => {
  const script = "trap 'stty size' WINCH; echo ready; while :; do sleep 0.01; done";
  const { pty, expect } = talk(spawn('/bin/sh', ['-c', script]));
  t.teardown(() => pty.kill('SIGKILL'));
  await expect(/ready\r\n/);
  for (const [cols, rows] of [
    [100, 40],
    [1, 1],
    [500, 200],
    [65_535, 65_535],
    [80, 24],
  ] as const) {
    pty.resize(cols, rows);
    t.strictSame([pty.cols, pty.rows], [cols, rows]);
    const [found] = await expect(/\d+ \d+\r\n/);
    t.equal(found, `${rows} ${cols}\r\n`);
  }
});

t.test('of many in one tick the last one holds', async (t) => {
  const { pty, expect } = talk(spawn('/bin/sh', ['-c', 'read x; stty size']));
  t.teardown(() => pty.kill('SIGKILL'));
  for (let i = 1; i <= 100; i++) pty.resize(i, 2 * i);
  pty.write('\r');
  const [found] = await expect(/\d+ \d+\r\n/);
  t.equal(found, '200 100\r\n');
});

t.test('the whole foreground group is told, not only the leader', async (t) => {
  const inner = "trap 'echo inner' WINCH; echo ready; while :; do sleep 0.01; done";
  const script = `trap 'echo outer' WINCH; sh -c '${inner.replaceAll("'", `'"'"'`)}'`;
  const { pty, expect } = talk(spawn('/bin/sh', ['-c', script]));
  t.teardown(() => pty.killTree({ signal: 'SIGKILL' }));
  await expect(/ready\r\n/);
  pty.resize(100, 40);
  t.ok(await expect(/inner\r\n/));
});

t.test('a size without pixels says that they are unknown, not that they have stayed', async (t) => {
  const pty = spawn(compile(t, 'pixel_size.c'), [], {
    pixelSize: { width: 800, height: 600 },
    termios: { echo: false },
  });
  const result = collect(pty);
  pty.resize(90, 30);
  pty.write('\r');
  t.equal((await result).output, '90 30 0 0\r\n');
});

t.test('cols and rows are kept after the exit, whatever is asked', async (t) => {
  const pty = spawn('sleep', ['60'], { cols: 90, rows: 30 });
  pty.resize(91, 31);
  pty.kill();
  await within(pty.exited, 5000, 'the exit');
  t.doesNotThrow(() => pty.resize(100, 40));
  t.strictSame([pty.cols, pty.rows], [91, 31]);
});
