// timeout: 300 s
import './addon';
import { spawn } from 'flatpty';
import { until, within } from '../helpers/until';
import { inEveryOrder } from './scripted';

const MEGABYTE = 1024 * 1024;

inEveryOrder('a line comes back from the terminal and from cat', async (t) => {
  const pty = spawn('cat');
  t.teardown(() => pty.destroy());
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  pty.write('hello\r');
  await until(() => output === 'hello\r\nhello\r\n', 5000, 'the echo and the copy');
  pty.write('\x04');
  t.equal((await within(pty.exited, 5000, 'the exit')).exitCode, 0);
});

inEveryOrder('a megabyte goes through cat, more than any queue holds', async (t) => {
  const input = Buffer.alloc(MEGABYTE);
  for (let i = 0; i < MEGABYTE; i += 4) input.writeUInt32BE(i, i);
  const program = `stty raw -echo; echo ready; exec head -c ${MEGABYTE}`;
  const pty = spawn('/bin/sh', ['-c', program], { encoding: null });
  t.teardown(() => pty.destroy());
  const chunks: Buffer[] = [];
  pty.onData((data) => chunks.push(data));
  await until(() => Buffer.concat(chunks).toString().startsWith('ready'), 5000, 'raw mode');
  let flushed = false;
  pty.write(input, () => {
    flushed = true;
  });
  t.equal((await within(pty.exited, 30_000, 'the exit')).exitCode, 0);
  const output = Buffer.concat(chunks);
  t.ok(output.subarray(output.indexOf('\n') + 1).equals(input), 'byte for byte');
  t.ok(flushed, 'the write was told to be done');
});
