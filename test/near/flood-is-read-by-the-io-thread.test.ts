import './allow';
import t from 'tap';
import { block } from '../helpers/block';
import { until } from '../helpers/until';
import { nearReads, typeToShell } from './typist';

const BYTES = 4_000_000;
/** A listener this slow leaves the program no pause. */
const SLOW_MS = 5;

t.test('a flood at a near terminal goes far, and nothing of it is lost', async (t) => {
  const shell = typeToShell(`head -c ${BYTES} /dev/zero | tr '\\0' x; read -r line`);
  t.teardown(() => shell.pty.destroy());
  await shell.comeNear();
  let events = 0;
  let received = 0;
  shell.pty.onData((data) => {
    events += 1;
    received += data.length;
    t.match(data, /^x+$/);
    block(SLOW_MS);
  });
  const before = nearReads();
  shell.pty.write('go\r');
  await until(() => received >= BYTES, 60_000, `${BYTES} bytes`);
  t.equal(received, BYTES);
  const near = nearReads() - before;
  t.ok(near < events / 2, `${near} of ${events} events were read on this thread`);
});
