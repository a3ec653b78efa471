// timeout: 300 s
import './addon';
import { spawn } from 'flatpty';
import { collect } from '../helpers/collect';
import { until, within } from '../helpers/until';
import { scripted, traceOf } from './scripted';

// XNU posts NOTE_EXIT before the child is a zombie, so that waitpid may find nothing yet.

scripted('a child said to be dead is reaped when it is', 'premature=0', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'read line; echo "got $line"; exit 3']);
  t.teardown(() => pty.destroy());
  const end = collect(pty);
  let exits = 0;
  pty.onExit(() => {
    exits += 1;
  });
  const looks = () => traceOf(pty.pid).filter((line) => line === 'not yet').length;
  await until(() => looks() >= 10, 10_000, 'ten looks at the living child');
  t.ok(traceOf(pty.pid).includes('told alive'), 'NOTE_EXIT came while it lived');
  t.equal(exits, 0, 'no exit is told');

  delete process.env.FLATPTY_KQUEUE_SCRIPT;
  const other = spawn('cat');
  t.teardown(() => other.destroy());
  let heard = '';
  other.onData((data) => {
    heard += data;
  });
  for (let round = 1; round <= 5; round++) {
    other.write(`${round}\r`);
    await until(() => heard.includes(`${round}\r\n${round}\r\n`), 5000, `echo ${round}`);
  }
  other.kill('SIGKILL');
  await within(other.exited, 5000, 'the end of the other terminal');

  pty.write('this\r');
  const { output, exitCode, signal } = await end;
  t.match(output, /got this\r\n$/, 'the program was alive all the time');
  t.strictSame({ exitCode, signal }, { exitCode: 3, signal: 0 });
  t.equal(exits, 1);
});

scripted('a zombie that comes late keeps its exit code', 'unreapable=100', async (t) => {
  for (let code = 0; code < 5; code++) {
    const pty = spawn('/bin/sh', ['-c', `echo text; exit ${code}`]);
    const { output, exitCode } = await collect(pty);
    t.equal(output, 'text\r\n');
    t.equal(exitCode, code);
    t.ok(traceOf(pty.pid).includes('not yet'), 'it was asked for before it could be reaped');
  }
});
