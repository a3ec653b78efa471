import { readlinkSync } from 'node:fs';
import { constants } from 'node:os';
import { spawn } from 'flatpty';
import { collect } from '../helpers/collect';
import { internals } from '../helpers/internals';
import { perLauncher } from '../helpers/launchers';

const ROUNDS = 100;
const SLOW_ROUNDS = 30;
const { SIGABRT, SIGHUP, SIGINT, SIGQUIT } = constants.signals;

function programOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return undefined; // it is dead
  }
}

// What is typed finds a foreground process group, and the group's number is one: else ^C right after a
// spawn is lost, and kill(-pid) says ESRCH.
perLauncher('its group can be signalled, and ^C reaches it', async (t) => {
  const signals = new Set<number | undefined>();
  for (let i = 0; i < ROUNDS; i++) {
    const pty = spawn('/bin/sleep', ['60']);
    process.kill(-pty.pid, 0);
    pty.write('\x03');
    signals.add((await collect(pty)).signal);
  }
  t.strictSame([...signals], [SIGINT]);
});

// The child's own copy of the master goes only when it has its controlling terminal.
perLauncher('a terminal closed at once hangs it up', async (t) => {
  const signals = new Set<number | undefined>();
  for (let i = 0; i < ROUNDS; i++) {
    const pty = spawn('/bin/sleep', ['60']);
    internals(pty)._socket.destroy(); // the terminal's own destroy() sends a SIGHUP besides
    signals.add((await pty.exited).signal);
  }
  t.strictSame([...signals], [SIGHUP]);
});

// A child that shares its parent's memory and dumps core takes the parent with it, up to Linux 5.15;
// later ones cannot show it, only that the signal arrives all the same.
perLauncher('^\\ and SIGQUIT end it, and nobody else', async (t) => {
  const signals = new Set<number | undefined>();
  for (let i = 0; i < ROUNDS; i++) {
    const pty = spawn('/bin/sh', ['-c', 'ulimit -c 0; exec sleep 60']);
    if (i % 2 === 0) pty.write('\x1c');
    else pty.kill('SIGQUIT');
    signals.add((await collect(pty)).signal);
  }
  t.strictSame([...signals], [SIGQUIT]);
});

// A signal that is sent too early ends the child as a copy of this program: it never becomes another one.
// Arguments that take milliseconds to copy stretch what comes before the exec.
perLauncher('a signal that dumps core waits for the program', async (t) => {
  let early = 0;
  const args = ['60', ...new Array<string>(20_000).fill('0')];
  for (let i = 0; i < SLOW_ROUNDS; i++) {
    const pty = spawn('/bin/sleep', args);
    const end = collect(pty);
    let program = programOf(pty.pid);
    pty.kill('SIGABRT');
    while (program === process.execPath) program = programOf(pty.pid);
    if (program === undefined) early++;
    t.equal((await end).signal, SIGABRT);
  }
  t.comment(`ended before its exec: ${early} of ${SLOW_ROUNDS}`);
  t.ok(early < SLOW_ROUNDS / 2, `this program ended ${early} times where another one is to die`);
});
