import { spawn } from 'flatpty';
import t from 'tap';
import { within } from '../helpers/until';

// Real-time signals have no names in Node. With exitCode and signalCode both null the program looks as
// if it still ran.
for (const number of [34, 35, 64]) {
  t.test(`signal ${number}`, async (t) => {
    const pty = spawn('sh', ['-c', `kill -${number} $$`]);
    const exit = await within(pty.exited, 5000, 'the exit');
    t.strictSame(exit, { exitCode: 0, signal: number });
    t.equal(pty.signalCode, `SIG${number}`);
    t.equal(pty.exitCode, null);
  });
}

t.test('a signal with two names has the one that Node gives it', async (t) => {
  const pty = spawn('sh', ['-c', 'kill -ABRT $$']);
  await within(pty.exited, 5000, 'the exit');
  t.equal(pty.signalCode, 'SIGABRT');
});
