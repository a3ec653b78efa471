import { Writable } from 'node:stream';
import { record, spawn } from 'flatpty';
import t from 'tap';
import { within } from '../helpers/until';

const MS = 20_000;

t.test('a destination that is destroyed while it holds the program back', async (t) => {
  // It takes nothing, so it is full after the first write.
  const destination = new Writable({ highWaterMark: 1, write() {} });
  const pty = spawn('sh', ['-c', 'seq 200000; exit 3']);
  t.teardown(() => pty.kill('SIGKILL'));
  const recording = record(pty, destination);
  let full = false;
  const heard = new Promise<void>((resolve) => {
    pty.onData(() => {
      if (full) return;
      full = destination.writableNeedDrain;
      if (full) resolve();
    });
  });
  await within(heard, MS, 'a destination that is full');
  destination.destroy();
  t.strictSame(await within(pty.exited, MS, 'the end of the program'), { exitCode: 3, signal: 0 });
  recording.mark('late');
  recording.stop();
});

t.test('one that is destroyed with an error that its owner hears', async (t) => {
  const destination = new Writable({ write: (_chunk, _encoding, done) => done() });
  const pty = spawn('sh', ['-c', 'read x; seq 200000; exit 3']);
  t.teardown(() => pty.kill('SIGKILL'));
  record(pty, destination);
  const errors: unknown[] = [];
  destination.on('error', (error) => errors.push(error));
  const disk = new Error('the disk is full');
  destination.destroy(disk);
  pty.write('\r');
  t.strictSame(await within(pty.exited, MS, 'the end of the program'), { exitCode: 3, signal: 0 });
  t.strictSame(errors, [disk]);
});
