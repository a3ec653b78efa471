// timeout: 300 s
import './addon';
import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { open } from 'flatpty';
import { until } from '../helpers/until';
import { assertAsleep } from './asleep';
import { inEveryOrder } from './scripted';

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

// XNU's knote of a master keeps the end of file of a slave that was closed, also when the slave is
// open again; a poller that trusts it asks for ever.
inEveryOrder('input that waits for a reader costs no processor time', async (t) => {
  const pair = open();
  t.teardown(() => pair.destroy());
  let output = '';
  pair.master.on('data', (data) => {
    output += data;
  });
  pair.slave.destroy();
  await until(() => pair.slave.closed, 5000, 'the end of the first slave');
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
  await assertAsleep(t);
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
