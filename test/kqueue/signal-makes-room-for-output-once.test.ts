// timeout: 300 s
import './addon';
import { spawn } from 'flatpty';
import { until, within } from '../helpers/until';
import { writtenWhenStill } from '../helpers/written';
import { scripted } from './scripted';

const ROOM = 256 * 1024;
const KERNEL = 128 * 1024;

scripted('a flood that ignores its signal does not fill the memory', 'xnu', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'stty raw; trap "" HUP; echo; exec yes']);
  t.teardown(() => pty.destroy());
  let told = 0;
  pty.onData(() => {
    told += 1;
  });
  await until(() => told > 0, 5000, 'some output');
  pty.pause();
  const before = await writtenWhenStill(pty.pid);
  pty.kill('SIGHUP');
  const after = await writtenWhenStill(pty.pid);
  t.comment(`${before} bytes before the signal, ${after - before} more after it`);
  t.ok(after - before <= ROOM + KERNEL, 'bounded');
  pty.kill('SIGKILL');
  t.equal((await within(pty.exited, 5000, 'the exit')).signal, 9);
});
