import './allow';
import { existsSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { block } from '../helpers/block';
import { folder } from '../helpers/folder';
import { PATIENCE } from '../helpers/patience';
import { until } from '../helpers/until';
import { typeToShell } from './typist';

// More than the kernel keeps of a terminal's output, less than this library does.
const BYTES = 150_000;
const PATIENCE_MS = 20_000 * PATIENCE;

t.test('what a near program prints is read although this thread does not come round', async (t) => {
  const file = path.join(folder(t), 'printed');
  const shell = typeToShell(`head -c ${BYTES} /dev/zero | tr '\\0' x; : > '${file}'; read -r line`);
  t.teardown(() => shell.pty.destroy());
  await shell.comeNear();
  let received = 0;
  shell.pty.onData((data) => {
    received += data.length;
  });
  shell.pty.write('go\r');
  const deadline = performance.now() + PATIENCE_MS;
  while (!existsSync(file) && performance.now() < deadline) block(5);
  t.ok(existsSync(file), 'the program has printed all');
  t.equal(received, 0, 'and this thread has read nothing meanwhile');
  await until(() => received >= BYTES, 20_000, `${BYTES} bytes`);
  t.equal(received, BYTES);
});
