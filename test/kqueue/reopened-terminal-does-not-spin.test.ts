// timeout: 300 s
import './addon';
import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type OpenPty, open } from 'flatpty';
import type { Test } from 'tap';
import { until } from '../helpers/until';
import { EMULATED } from './addon';
import { inEveryOrder, trace } from './scripted';

const WATCHED_MS = 300;
const ROUND_TRIPS = 20;
const INPUT = 200_000;

function readAll(fd: number): number {
  const buffer = Buffer.alloc(65536);
  let bytes = 0;
  try {
    for (;;) bytes += readSync(fd, buffer);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
  }
  return bytes;
}

const traced = (pattern: RegExp) => trace().filter((line) => pattern.test(line)).length;

/** Each way there and back takes the I/O thread some waits, each of which tells what it has to tell. */
async function roundTrips(other: OpenPty): Promise<void> {
  let seen = 0;
  other.master.on('data', () => {
    seen += 1;
  });
  for (let i = 0; i < ROUND_TRIPS; i++) {
    const before = seen;
    other.slave.write('x');
    await until(() => seen > before, 5000, 'output of the other terminal');
  }
}

async function assertItSleeps(t: Test, other: OpenPty): Promise<void> {
  if (EMULATED) {
    const before = traced(/^old eof/);
    await roundTrips(other);
    const told = traced(/^old eof/) - before;
    t.equal(told, 0, `an end that is over is told ${told} times in ${ROUND_TRIPS} round trips`);
    return;
  }
  const before = process.cpuUsage();
  await delay(WATCHED_MS);
  const used = process.cpuUsage(before);
  const ms = (used.user + used.system) / 1000;
  t.comment(`${ms.toFixed(1)} ms of processor time in ${WATCHED_MS} ms`);
  t.ok(ms < WATCHED_MS / 3, 'the I/O thread sleeps');
}

// XNU's knote of a master keeps the end of file of a slave that was closed, also when the slave is
// open again; a poller that trusts it asks for ever.
inEveryOrder('input that waits for a reader costs no processor time', async (t) => {
  const [pair, other] = [open(), open()];
  t.teardown(() => {
    pair.destroy();
    other.destroy();
  });
  let output = '';
  pair.master.on('data', (data) => {
    output += data;
  });
  const ends = EMULATED ? traced(/^eof/) : 0;
  pair.slave.destroy();
  await until(() => pair.slave.closed, 5000, 'the end of the first slave');
  if (EMULATED) await until(() => traced(/^eof/) > ends, 5000, 'the poller to be told of it');
  const { O_RDWR, O_NOCTTY, O_NONBLOCK } = constants;
  const slave = openSync(pair.ptsName, O_RDWR | O_NOCTTY | O_NONBLOCK);
  t.teardown(() => closeSync(slave));
  execFileSync('/bin/sh', ['-c', 'stty raw -echo < "$0"', pair.ptsName]);
  writeSync(slave, 'back');
  await until(() => output === 'back', 5000, 'output of the second slave');

  let flushed = false;
  pair.master.write(Buffer.alloc(INPUT, 'x'), () => {
    flushed = true;
  });
  await assertItSleeps(t, other);
  t.notOk(flushed, 'the input is waiting');
  let read = 0;
  await until(
    () => {
      read += readAll(slave);
      return read === INPUT && flushed;
    },
    5000,
    'the input to arrive',
  );
  t.equal(read, INPUT);
});
