// timeout: 300 s
import './addon';
import { spawn } from 'flatpty';
import { collect, sh } from '../helpers/collect';
import { numbered } from '../helpers/numbered';
import { until, within } from '../helpers/until';
import { scripted, traceOf } from './scripted';

// EV_ADD of EVFILT_PROC answers ESRCH from the first step of a process's exit on, long before it can
// be reaped. Bun waited for it there and hung; node-pty kills it there.

scripted('a short program keeps its exit code and its output', 'refuse', async (t) => {
  const { file, args, expected } = numbered(20 * 1024);
  for (let i = 0; i < 20; i++) {
    const pty = spawn(file, args);
    const { output, exitCode, signal } = await collect(pty);
    t.equal(output, expected);
    t.strictSame({ exitCode, signal }, { exitCode: 0, signal: 0 });
    t.equal(traceOf(pty.pid)[0], 'refused', 'the registration was refused');
  }
});

scripted('a program that goes on for a while is not killed', 'refuse', async (t) => {
  const { output, exitCode, signal } = await sh('sleep 0.5; echo alive; exit 9');
  t.equal(output, 'alive\r\n');
  t.strictSame({ exitCode, signal }, { exitCode: 9, signal: 0 });
});

const slow = 'refuse,wedge,unreapable=3000';
const ECHOES = 5;
scripted('one that takes long to die holds nobody up', slow, async (t) => {
  const dying = spawn('/bin/sh', ['-c', 'echo last words; exit 6']);
  t.teardown(() => dying.destroy());
  const end = collect(dying);
  await until(() => traceOf(dying.pid).includes('not yet'), 5000, 'the first look at it');

  delete process.env.FLATPTY_KQUEUE_SCRIPT;
  const other = spawn('cat');
  t.teardown(() => other.destroy());
  let heard = '';
  other.onData((data) => {
    heard += data;
  });
  for (let i = 1; i <= ECHOES; i++) {
    other.write(`${i}\r`);
    await until(() => heard.includes(`${i}\r\n${i}\r\n`), 5000, `echo ${i}`);
  }
  t.notOk(traceOf(dying.pid).includes('reaped'), 'the terminal beside it went on meanwhile');
  other.kill('SIGKILL');
  await within(other.exited, 5000, 'its end');
  const { output, exitCode, signal } = await end;
  t.equal(output, 'last words\r\n');
  t.strictSame({ exitCode, signal }, { exitCode: 6, signal: 0 });
});
