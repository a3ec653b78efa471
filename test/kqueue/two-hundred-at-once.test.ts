// timeout: 300 s
import './addon';
import { spawn } from 'flatpty';
import { collect } from '../helpers/collect';
import { scaled } from '../helpers/scale';
import { inEveryOrder } from './scripted';

const COUNT = scaled(200, 60);

inEveryOrder(`${COUNT} terminals at once each get their own`, async (t) => {
  const ptys = Array.from({ length: COUNT }, (_, i) =>
    spawn('/bin/sh', ['-c', `stty -echo; echo ready; read line; echo "${i} $line"; exit ${i}`]),
  );
  const ends = ptys.map((pty, i) => {
    pty.write(`to ${i}\r`);
    return collect(pty, 60_000);
  });
  const wrong: unknown[] = [];
  for (const [i, end] of (await Promise.all(ends)).entries()) {
    const lines = end.output.replace(/^to \d+\r\n/, ''); // the echo, where the input came first
    if (lines !== `ready\r\n${i} to ${i}\r\n` || end.exitCode !== i) wrong.push([i, end]);
  }
  t.strictSame(wrong, []);
});
