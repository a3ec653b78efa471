import './allow';
import t from 'tap';
import { until } from '../helpers/until';
import { typeToShell } from './typist';

const BYTES = 2_000_000;

t.test('output of a paused terminal waits for the resume, and the program waits too', async (t) => {
  const shell = typeToShell(
    `head -c ${BYTES} /dev/zero | tr '\\0' x; echo; echo done; read -r line`,
  );
  t.teardown(() => shell.pty.destroy());
  await shell.comeNear();
  let isPaused = true;
  let received = '';
  shell.pty.onData((data) => {
    t.notOk(isPaused, 'no output comes while paused');
    received += data;
  });
  shell.pty.pause();
  shell.pty.write('go\r');
  // As long as a round through the event loop is not what brings it.
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
  isPaused = false;
  shell.pty.resume();
  await until(() => received.endsWith('done\r\n'), 60_000, 'the last line');
  t.equal(received, `${'x'.repeat(BYTES)}\r\ndone\r\n`);
});
