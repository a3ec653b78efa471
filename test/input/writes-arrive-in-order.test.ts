import { spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';
import { until } from '../helpers/until';

const LINES = Array.from({ length: 100 }, (_, i) => `line ${i}`);

t.test('100 small writes of one tick', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'while read x; do echo "$x"; done'], {
    termios: { echo: false },
  });
  const result = collect(pty);
  for (const line of LINES) pty.write(`${line}\r`);
  pty.write('\x04');
  const { output } = await result;
  t.strictSame(output.split('\r\n').slice(0, -1), LINES);
});

t.test('100 small writes of 100 ticks', async (t) => {
  const pty = spawn('cat', [], { termios: { echo: false } });
  const result = collect(pty);
  for (const line of LINES) {
    pty.write(`${line}\r`);
    await new Promise(setImmediate);
  }
  pty.write('\x04');
  const { output } = await result;
  t.strictSame(output.split('\r\n').slice(0, -1), LINES);
});

t.test('small writes behind a large one that is still under way', async (t) => {
  const pty = spawn('cat', [], { termios: { raw: true, echo: false } });
  t.teardown(() => pty.kill('SIGKILL'));
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  const large = 'x'.repeat(300_000);
  pty.write(large);
  for (const line of LINES) pty.write(`${line};`);
  await until(() => output.includes('line 99;'), 10_000, 'the last line');
  t.ok(output === `${large}${LINES.map((line) => `${line};`).join('')}`, 'everything in order');
});

t.test('what was typed before the program reads is there when it does', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'echo ready; read go; while read x; do echo "$x"; done'], {
    termios: { echo: false },
  });
  const result = collect(pty);
  pty.write('go\r');
  for (const line of LINES.slice(0, 20)) pty.write(`${line}\r`);
  pty.write('\x04');
  const { output } = await result;
  t.strictSame(output.split('\r\n').slice(1, -1), LINES.slice(0, 20));
});
