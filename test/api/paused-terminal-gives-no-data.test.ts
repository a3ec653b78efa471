import { setImmediate as turn } from 'node:timers/promises';
import { spawn } from 'flatpty';
import t from 'tap';
import { talk } from '../helpers/talk';
import { until } from '../helpers/until';

t.test('nothing between pause() and resume(), and everything after', async (t) => {
  const pty = spawn('sh', ['-c', 'while read line; do echo "got $line"; done'], {
    termios: { echo: false },
  });
  const marker = spawn('sh', ['-c', 'while read line; do echo "got $line"; done'], {
    termios: { echo: false },
  });
  const shown = talk(pty);
  const other = talk(marker);
  pty.write('one\r');
  await shown.expect(/got one\r\n/);

  pty.pause();
  pty.write('two\r');
  // Ten answers of another terminal: by then this one's would have come.
  for (let i = 0; i < 10; i++) {
    marker.write(`${i}\r`);
    await other.expect(new RegExp(`got ${i}\r\n`));
    await turn();
  }
  t.equal(shown.output(), 'got one\r\n', 'paused');

  pty.resume();
  await shown.expect(/got two\r\n/);
  t.equal(shown.output(), 'got one\r\ngot two\r\n');
  for (const each of [pty, marker]) each.kill('SIGKILL');
  await Promise.all([pty.exited, marker.exited]);
});

t.test('pause() twice is undone by one resume(), which may come again', async (t) => {
  const pty = spawn('cat', [], { termios: { echo: false } });
  const shown = talk(pty);
  pty.pause();
  pty.pause();
  pty.write('x\r');
  pty.resume();
  pty.resume();
  t.ok(await shown.expect(/x/));
  pty.kill('SIGKILL');
  await until(() => pty.signalCode, 10_000, 'the exit');
});
