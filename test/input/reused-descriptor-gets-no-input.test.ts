import fs from 'node:fs';
import path from 'node:path';
import { type Pty, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { folder } from '../helpers/folder';
import { othersHaveCome } from '../helpers/othersHaveCome';
import { until, within } from '../helpers/until';

// node-pty's queued writes outlive the terminal and land in whatever has its descriptor's number.
const QUEUED = 1_000_000;
const FILES_AT_MOST = 2000;
const RUNS = 10;

/** A terminal with input queued that nobody reads. */
async function stuffed(t: Test): Promise<Pty> {
  const pty = spawn('/bin/sh', ['-c', 'stty raw -echo; echo ready; exec sleep 60']);
  t.teardown(() => pty.kill('SIGKILL'));
  await within(new Promise((resolve) => pty.once('data', resolve)), 5000, 'the program');
  pty.write('x'.repeat(QUEUED));
  for (let i = 0; i < 10; i++) pty.write('y'.repeat(QUEUED / 10));
  if (pty.writableLength < QUEUED) throw new Error('nothing is queued');
  return pty;
}

/** Opens files until one has the number `fd`. */
function openUntil(t: Test, fd: number): string {
  const home = folder(t);
  const opened: number[] = [];
  t.teardown(() => {
    for (const number of opened) fs.closeSync(number);
  });
  for (let i = 0; i < FILES_AT_MOST; i++) {
    const name = path.join(home, `${i}`);
    const number = fs.openSync(name, 'w');
    opened.push(number);
    if (number === fd) return name;
  }
  throw new Error(`descriptor ${fd} did not come back`);
}

/** Input still queued would be written by now: a terminal opened later has had its echo. */
async function settle(): Promise<void> {
  const cat = spawn('cat', [], { termios: { raw: true } });
  let echoed = false;
  cat.onData(() => {
    echoed = true;
  });
  cat.write('x');
  await until(() => echoed, 5000, 'an echo');
  cat.kill('SIGKILL');
  await within(cat.exited, 5000, 'the exit');
  await othersHaveCome();
}

t.test('killed: a file that gets the number stays empty', async (t) => {
  for (let i = 0; i < RUNS; i++) {
    const pty = await stuffed(t);
    const { fd } = pty;
    pty.kill('SIGKILL');
    await within(pty.exited, 5000, 'the exit');
    const name = openUntil(t, fd);
    pty.write('late');
    await settle();
    t.equal(fs.statSync(name).size, 0);
  }
});

t.test('destroyed: a file opened in the same tick stays empty', async (t) => {
  for (let i = 0; i < RUNS; i++) {
    const pty = await stuffed(t);
    const { fd } = pty;
    pty.destroy();
    pty.write('late');
    const name = openUntil(t, fd);
    pty.write('later');
    await within(pty.exited, 5000, 'the exit');
    await settle();
    t.equal(fs.statSync(name).size, 0);
  }
});

t.test('nor does resize() reach another terminal that gets the number', async (t) => {
  // The I/O thread may close the terminal of a program that ends by itself before `fd` is read here.
  const first = spawn('sleep', ['60']);
  const { fd } = first;
  first.kill();
  await within(first.exited, 5000, 'the exit');
  const heir = (): Pty => {
    const pty = spawn('/bin/sh', ['-c', 'read x; stty size'], {
      cols: 90,
      rows: 30,
      termios: { echo: false },
    });
    t.teardown(() => pty.kill('SIGKILL'));
    return pty;
  };
  // Lower numbers may be free too, when something else was closed meanwhile.
  let second = heir();
  for (let i = 0; i < 20 && second.fd !== fd; i++) second = heir();
  t.equal(second.fd, fd, 'it has the number');
  let output = '';
  second.onData((data) => {
    output += data;
  });
  first.resize(11, 7);
  first.write('for nobody\r');
  t.equal(first.process, 'sleep');
  second.write('\r');
  await within(second.exited, 5000, 'the exit');
  t.equal(output, '30 90\r\n');
});
