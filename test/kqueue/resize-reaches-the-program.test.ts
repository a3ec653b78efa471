// timeout: 300 s
import './addon';
import { spawn } from 'flatpty';
import { until, within } from '../helpers/until';
import { inEveryOrder } from './scripted';

inEveryOrder('a resize is signalled and seen', async (t) => {
  const script = 'trap "stty size; exit 3" WINCH; stty size; while :; do sleep 0.02; done';
  const pty = spawn('/bin/sh', ['-c', script], { cols: 91, rows: 33 });
  t.teardown(() => pty.destroy());
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  await until(() => output === '33 91\r\n', 5000, 'the first size');
  pty.resize(120, 40);
  t.equal((await within(pty.exited, 5000, 'the exit')).exitCode, 3);
  t.equal(output, '33 91\r\n40 120\r\n');
});
