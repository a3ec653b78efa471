// timeout: 300 s
import './addon';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { spawn } from 'flatpty';
import { until, within } from '../helpers/until';
import { scripted } from './scripted';

const QUIET_MS = 150;
const ROOM = 256 * 1024;
const KERNEL = 128 * 1024;

/** Bytes a process has written so far. */
function written(pid: number): number {
  return Number(/^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);
}

async function whenStill(pid: number): Promise<number> {
  for (;;) {
    const before = written(pid);
    await delay(QUIET_MS);
    if (written(pid) === before) return before;
  }
}

scripted('a flood that ignores its signal does not fill the memory', 'xnu', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'stty raw; trap "" HUP; echo; exec yes']);
  t.teardown(() => pty.destroy());
  let told = 0;
  pty.onData(() => {
    told += 1;
  });
  await until(() => told > 0, 5000, 'some output');
  pty.pause();
  const before = await whenStill(pty.pid);
  pty.kill('SIGHUP');
  const after = await whenStill(pty.pid);
  t.comment(`${before} bytes before the signal, ${after - before} more after it`);
  t.ok(after - before <= ROOM + KERNEL, 'bounded');
  pty.kill('SIGKILL');
  t.equal((await within(pty.exited, 5000, 'the exit')).signal, 9);
});
