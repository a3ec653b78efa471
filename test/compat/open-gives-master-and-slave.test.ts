import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { until } from '../helpers/until';
import { withEach } from './libraries';

withEach('streams, ptsName, _socket and pid -1', async (t, { open }) => {
  const pair = open({ cols: 91, rows: 19 });
  t.equal(pair.pid, -1);
  t.equal(pair._socket, pair.master);
  t.match(pair.ptsName, /^\/dev\/pts\/\d+$/);
  t.ok(pair.fd > 2);
  t.strictSame([pair.master.isTTY, pair.slave.isTTY], [true, true]);
  const heard = { master: '', slave: '' };
  for (const end of ['master', 'slave'] as const) {
    pair[end].on('data', (data: string) => {
      heard[end] += data;
    });
  }
  pair.slave.write('out\n');
  await until(() => heard.master === 'out\r\n', 5000, 'the output');
  pair.master.write('in\r');
  await until(() => heard.slave === 'in\n', 5000, 'the input');
  pair.slave.destroy();
  pair.master.destroy();
});

// A notebook kernel opens one for each of a program's streams, and the slaves by name.
withEach('what another descriptor of the slave writes is heard at _socket', async (t, { open }) => {
  const pair = open();
  let output = '';
  pair._socket.on('data', (data: string) => {
    output += data;
  });
  const fd = openSync(pair.ptsName, constants.O_RDWR | constants.O_NOCTTY);
  writeSync(fd, 'by name\n');
  await until(() => output === 'by name\r\n', 5000, 'the output');
  t.pass();
  closeSync(fd);
  pair.slave.destroy();
  pair.master.destroy();
});

withEach('setRawMode()', async (t, { open }) => {
  const pair = open();
  let typed = '';
  pair.slave.on('data', (data: string) => {
    typed += data;
  });
  t.equal(pair.slave.setRawMode(true), pair.slave);
  t.equal(pair.slave.isRaw, true);
  pair.master.write('x\r');
  await until(() => typed === 'x\r', 5000, 'a key, without a line and without translation');
  pair.slave.setRawMode(false);
  t.equal(pair.slave.isRaw, false);
  pair.slave.destroy();
  pair.master.destroy();
});
