import { open, spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';
import { perLauncher } from '../helpers/launchers';

const SIZES: [cols: number, rows: number][] = [
  [1, 1],
  [65535, 65535],
  [65535, 1],
  [256, 65536 - 256],
  [80, 24],
];

perLauncher('at the spawn', async (t) => {
  for (const [cols, rows] of SIZES) {
    const pty = spawn('stty', ['size'], { cols, rows });
    t.strictSame([pty.cols, pty.rows], [cols, rows]);
    t.equal((await collect(pty)).output, `${rows} ${cols}\r\n`);
  }
});

t.test('by resize', async (t) => {
  for (const [cols, rows] of SIZES) {
    const pty = spawn('sh', ['-c', 'read go; stty size'], { termios: { echo: false } });
    pty.resize(cols, rows);
    t.strictSame([pty.cols, pty.rows], [cols, rows]);
    pty.write('go\r');
    t.equal((await collect(pty)).output, `${rows} ${cols}\r\n`);
  }
});

t.test('0, null and undefined are the default at the spawn, as in node-pty', async (t) => {
  for (const nothing of [0, null, undefined, NaN] as number[]) {
    const pty = spawn('stty', ['size'], { cols: nothing, rows: nothing });
    t.strictSame([pty.cols, pty.rows], [80, 24]);
    t.equal((await collect(pty)).output, '24 80\r\n');
  }
  const pair = open({ cols: 0, rows: 0 });
  t.strictSame([pair.cols, pair.rows], [80, 24]);
  pair.destroy();
});

t.test('each of the two on its own', async (t) => {
  t.equal((await collect(spawn('stty', ['size'], { cols: 100 }))).output, '24 100\r\n');
  t.equal((await collect(spawn('stty', ['size'], { rows: 50 }))).output, '50 80\r\n');
});
