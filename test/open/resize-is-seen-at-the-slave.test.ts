import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { open } from 'flatpty';
import t from 'tap';

/** The size that another process sees on the terminal at `path`. */
function sizeAt(path: string): string {
  const fd = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  try {
    return execFileSync('stty', ['size'], { stdio: [fd, 'pipe', 'inherit'], encoding: 'utf8' });
  } finally {
    closeSync(fd);
  }
}

t.test('the size at open, and after resize', async (t) => {
  const pair = open({ cols: 91, rows: 19 });
  t.teardown(() => pair.destroy());
  t.equal(sizeAt(pair.ptsName), '19 91\n');
  pair.resize(100, 40);
  t.strictSame([pair.cols, pair.rows], [100, 40]);
  t.equal(sizeAt(pair.ptsName), '40 100\n');
});

t.test('80 columns and 24 rows by default', async (t) => {
  const pair = open();
  t.teardown(() => pair.destroy());
  t.equal(sizeAt(pair.ptsName), '24 80\n');
});

t.test('resize after destroy() is harmless', async (t) => {
  const pair = open();
  pair.destroy();
  t.doesNotThrow(() => pair.resize(100, 40));
  t.strictSame([pair.cols, pair.rows], [80, 24]);
});
