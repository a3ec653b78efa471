// timeout: 120 s
import { readFileSync } from 'node:fs';
import { type IPtyForkOptions, spawn } from 'flatpty';
import type { Test } from 'tap';
import { collect } from '../helpers/collect';
import { heldUpProgram } from '../helpers/heldUp';
import { isRoot } from '../helpers/identity';
import { perLauncher } from '../helpers/launchers';
import { until } from '../helpers/until';

const PATIENCE_MS = 20_000;
const NOBODY = 65534;

/** The kernel's letter for a process: S while it waits inside its exec, too; Z when it is over. */
const isOnItsWay = (pid: number) =>
  /^State:\s+[RSD]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

async function check(t: Test, options: IPtyForkOptions): Promise<void> {
  const { file, release, met } = await heldUpProgram(t, '/bin/cat');
  // If this waited for the exec, the release below would never come.
  const pty = spawn(file, [], options);
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  pty.write('typed before\r');
  const held = await until(met, PATIENCE_MS, 'the exec to begin').then(() => isOnItsWay(pty.pid));
  t.ok(held, 'the child waits in its exec');
  t.equal(pty.process, file, 'its name is that of the program to come');
  t.equal(pty.spawnError, undefined, 'which is not known to fail');
  pty.resize(100, 40);
  release();
  await until(() => output.includes('typed before\r\ntyped before'), PATIENCE_MS, 'the answer');
  pty.kill('SIGKILL');
  t.equal((await collect(pty)).signal, 9);
}

perLauncher('the exec is held up, and this thread is not', (t) => check(t, {}));

if (isRoot) {
  perLauncher('nor for another identity', (t) => check(t, { cwd: '/', uid: NOBODY, gid: NOBODY }));
}
