import { constants } from 'node:os';
import { spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';
import { othersHaveCome } from '../helpers/othersHaveCome';
import { talk } from '../helpers/talk';
import { until, within } from '../helpers/until';

t.test('^C interrupts the foreground program', async (t) => {
  const pty = spawn('sleep', ['60']);
  pty.write('\x03');
  const { output, signal } = await collect(pty);
  t.equal(signal, constants.signals.SIGINT);
  t.equal(output, '^C', 'and is echoed');
});

t.test('^\\ makes it quit', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'ulimit -c 0; exec sleep 60']);
  pty.write('\x1c');
  const { signal } = await collect(pty);
  t.equal(signal, constants.signals.SIGQUIT);
});

t.test('^D at the start of a line is the end of input', async (t) => {
  const pty = spawn('cat');
  pty.write('one\rtwo\r\x04');
  const { output, exitCode } = await collect(pty);
  t.equal(output, 'one\r\ntwo\r\none\r\ntwo\r\n');
  t.equal(exitCode, 0);
});

t.test('^C ends the job and leaves the shell', async (t) => {
  const { pty, expect } = talk(spawn('/bin/sh', ['-i'], { env: { PS1: 'READY> ' } }));
  t.teardown(() => pty.kill('SIGKILL'));
  await expect(/READY> /);
  pty.write('sleep 60\r');
  // Before its exec it may still have the shell's way with ^C.
  await until(() => pty.process === 'sleep', 5000, 'the job in the foreground');
  pty.write('\x03');
  await expect(/READY> /);
  pty.write('echo st"i"ll here\r');
  await expect(/still here/);
  pty.write('exit 3\r');
  const { exitCode } = await within(pty.exited, 5000, 'the exit');
  t.equal(exitCode, 3);
});

t.test('^S holds the output, ^Q lets it go on, and nothing is lost', async (t) => {
  const script = 'i=0; while [ $i -lt 60 ]; do i=$((i+1)); echo $i; sleep 0.01; done';
  const { pty, expect, output } = talk(
    spawn('/bin/sh', ['-c', script], { termios: { echo: false } }),
  );
  t.teardown(() => pty.kill('SIGKILL'));
  await expect(/5\r\n/);
  pty.write('\x13');
  // What was printed before ^S came is still on its way.
  await othersHaveCome();
  const held = output();
  // The same program, started later and not held, comes to its end.
  await collect(spawn('/bin/sh', ['-c', script]));
  t.equal(output(), held);
  t.equal(pty.exitCode, null);
  pty.write('\x11');
  const { exitCode } = await within(pty.exited, 5000, 'the exit');
  t.equal(exitCode, 0);
  const numbers = Array.from({ length: 60 }, (_, i) => `${i + 1}\r\n`);
  t.equal(output(), numbers.join(''));
});

t.test('a program held by ^S can be killed', async (t) => {
  const { pty, expect } = talk(spawn('/bin/sh', ['-c', 'echo ready; exec yes']));
  t.teardown(() => pty.kill('SIGKILL'));
  await expect(/ready\r\n/);
  pty.write('\x13');
  pty.kill();
  const { signal } = await within(pty.exited, 5000, 'the exit');
  t.equal(signal, constants.signals.SIGHUP);
});

t.test('line editing: erase, kill and word erase', async (t) => {
  const pty = spawn('cat', [], { termios: { echo: false } });
  pty.write('abx\x7fc\r');
  pty.write('gone\x15kept\r');
  pty.write('two words\x17\x7f\r');
  pty.write('\x04');
  const { output } = await collect(pty);
  t.equal(output, 'abc\r\nkept\r\ntwo\r\n');
});
