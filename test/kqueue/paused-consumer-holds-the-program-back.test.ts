// timeout: 300 s
import './addon';
import { setTimeout as delay } from 'node:timers/promises';
import { spawn } from 'flatpty';
import { until, within } from '../helpers/until';
import { inEveryOrder, traceOf } from './scripted';

const LINE = `${'x'.repeat(98)}\r\n`;
const LINES = 40_000; // 4 MB
const QUIET_MS = 200;

inEveryOrder('nothing is told while paused, nothing is lost, and the exit waits', async (t) => {
  const pty = spawn('/bin/sh', ['-c', `yes ${LINE.trim()} | head -n ${LINES}; exit 5`]);
  t.teardown(() => pty.destroy());
  let bytes = 0;
  let wrong = 0;
  let rest = '';
  pty.onData((data) => {
    bytes += data.length;
    const lines = (rest + data).split('\r\n');
    rest = lines.pop() as string;
    wrong += lines.filter((line) => line !== LINE.trim()).length;
  });
  await until(() => bytes > 0, 5000, 'some output');
  pty.pause();
  // What was on its way to JS still comes.
  let before: number;
  do {
    before = bytes;
    await delay(QUIET_MS);
  } while (bytes !== before);
  t.ok(bytes < (LINES * LINE.length) / 2, `${bytes} bytes told, the rest is held back`);
  t.notOk(traceOf(pty.pid).includes('reaped'), 'the program waits too');
  pty.resume();
  t.equal((await within(pty.exited, 30_000, 'the exit')).exitCode, 5);
  t.equal(bytes, LINES * LINE.length);
  t.equal(wrong, 0);
});
