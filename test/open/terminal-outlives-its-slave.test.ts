import { spawn as spawnChild } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { open } from 'flatpty';
import t from 'tap';
import { assertIdle } from '../helpers/idle';
import { talk } from '../helpers/talk';
import { within } from '../helpers/until';

const NOCTTY = constants.O_RDWR | constants.O_NOCTTY;

t.test('another process opens it by ptsName when our slave is gone', async (t) => {
  const pair = open();
  t.teardown(() => pair.destroy());
  const { expect } = talk(pair);
  pair.slave.write('ours\n');
  await expect(/ours/);
  pair.slave.destroy();
  await once(pair.slave, 'close');

  for (const round of ['first', 'second']) {
    const script = 'echo "hello $1"; read line; echo "got $line"';
    const fd = openSync(pair.ptsName, NOCTTY);
    const child = spawnChild('sh', ['-c', script, 'sh', round], { stdio: [fd, fd, fd] });
    closeSync(fd);
    const exit = once(child, 'exit');
    await expect(new RegExp(`hello ${round}\r\n`));
    pair.write(`typed ${round}\r`);
    await expect(new RegExp(`got typed ${round}\r\n`));
    const [code] = await within(exit, 10_000, `the ${round} process`);
    t.equal(code, 0, `${round} process`);
  }
  t.ok(pair.fd > 2, 'the terminal is open still');
});

t.test('what is written by one who closes at once arrives', async (t) => {
  const pair = open();
  t.teardown(() => pair.destroy());
  const { expect, output } = talk(pair);
  pair.slave.destroy();
  for (let i = 0; i < 50; i++) {
    const fd = openSync(pair.ptsName, NOCTTY);
    writeSync(fd, `line ${i}\n`);
    closeSync(fd);
    await expect(new RegExp(`line ${i}\r\n`));
  }
  t.equal(output(), Array.from({ length: 50 }, (_, i) => `line ${i}\r\n`).join(''));
});

t.test('a terminal that nobody has open costs no processor time', async (t) => {
  const pair = open();
  t.teardown(() => pair.destroy());
  pair.slave.destroy();
  await once(pair.slave, 'close');
  // The hang-up is not asked for again and again.
  await assertIdle(t, 500);
});

t.test('input written while nobody has it open is no error', async (t) => {
  const pair = open();
  t.teardown(() => pair.destroy());
  const heard: unknown[] = [];
  pair.on('error', (error) => heard.push(error));
  pair.slave.destroy();
  await once(pair.slave, 'close');
  await within(
    new Promise((resolve) => pair.write('into the void\r', resolve)),
    10_000,
    'the callback',
  );
  t.strictSame(heard, []);
});

t.test('the master’s end is the slave’s: it reads to the end and closes', async (t) => {
  const pair = open();
  t.teardown(() => pair.destroy());
  const ended = once(pair.slave, 'end');
  const closed = once(pair.slave, 'close');
  pair.slave.resume();
  pair.master.destroy();
  await within(Promise.all([ended, closed]), 10_000, 'end and close of the slave');
  t.equal(pair.slave.destroyed, true);
});
