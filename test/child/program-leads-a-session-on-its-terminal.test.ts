import { readFileSync } from 'node:fs';
import { spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';
import { perLauncher } from '../helpers/launchers';

perLauncher('the program is session leader and in the foreground', async (t) => {
  const pty = spawn('cat', ['/proc/self/stat']);
  const { output } = await collect(pty);
  // "pid (comm) state ppid pgrp session tty_nr tpgid ...", proc(5)
  const [state, parent, group, session, terminal, foreground] = output
    .slice(output.lastIndexOf(')') + 2)
    .split(' ');
  t.match(state, /^[RS]$/);
  t.equal(Number(parent), process.pid);
  t.equal(Number(group), pty.pid, 'its process group');
  t.equal(Number(session), pty.pid, 'its session');
  t.equal(Number(foreground), pty.pid, 'the foreground process group of the terminal');
  t.not(Number(terminal), 0, 'it has a controlling terminal');
});

perLauncher('its terminal is ptsName, and /dev/tty leads there', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'tty; tty <&1; tty <&2; echo through dev tty > /dev/tty']);
  const { output, exitCode } = await collect(pty);
  t.match(pty.ptsName, /^\/dev\/pts\/\d+$/);
  t.equal(output, `${`${pty.ptsName}\r\n`.repeat(3)}through dev tty\r\n`);
  t.equal(exitCode, 0);
});

t.test('this process has not acquired the terminal as its own', async (t) => {
  const own = () =>
    readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')[4];
  const before = own();
  await collect(spawn('/bin/true'));
  t.equal(own(), before, 'tty_nr of this process');
});
