// timeout: 90 s
import { readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';
import { folder } from '../helpers/folder';
import { heldUpProgram } from '../helpers/heldUp';
import { launchers } from '../helpers/launcherNames';
import { until } from '../helpers/until';

const PATIENCE_MS = 20_000;
const skip = !launchers.includes('clone') && 'this platform has no such launcher';
process.env.FLATPTY_LAUNCHER = 'clone';

t.test('it returns while the child is on its way', { skip }, async (t) => {
  const { file, release, met } = await heldUpProgram(t, '/bin/echo');
  const pty = spawn(file, ['done']);
  const end = collect(pty);
  t.equal(readlinkSync(`/proc/${pty.pid}/exe`), process.execPath, 'no program yet');
  await until(met, PATIENCE_MS, 'the exec to begin');
  t.equal(readlinkSync(`/proc/${pty.pid}/exe`), process.execPath, 'nor now');
  release();
  const { output, exitCode } = await end;
  t.strictSame([output, exitCode], ['done\r\n', 0]);
});

t.test('it can be killed on its way', { skip }, async (t) => {
  const { file, release, met } = await heldUpProgram(t, '/bin/echo');
  const pty = spawn(file, ['done']);
  const end = collect(pty);
  await until(met, PATIENCE_MS, 'the exec to begin');
  pty.kill('SIGKILL');
  const { output, signal } = await end;
  t.strictSame([output, signal], ['', 9]);
  release();
});

t.test('nothing that is asked of it meanwhile waits', { skip }, async (t) => {
  const { file, release, met } = await heldUpProgram(t, '/bin/cat');
  const pty = spawn(file);
  const end = collect(pty);
  await until(met, PATIENCE_MS, 'the exec to begin');
  const fork = readlinkSync(`/proc/${pty.pid}/exe`);
  t.equal(pty.spawnError, undefined, 'not known yet');
  t.equal(pty.process, file, 'the program that it waits for');
  pty.resize(90, 30);
  pty.write('a\x1c');
  t.equal(pty.writableLength, 1, 'a ^\\ is typed when the program runs');
  pty.kill('SIGQUIT');
  t.equal(fork, process.execPath, 'no program yet');
  t.equal(readlinkSync(`/proc/${pty.pid}/exe`), process.execPath, 'and it was not waited for');
  release();
  const { signal } = await end;
  t.equal(signal, 3, 'the signal came after all');
});

t.test('why there is no program is known when it ends', { skip }, async (t) => {
  const script = path.join(folder(t), 'script');
  writeFileSync(script, '#!/no/such/interpreter\n');
  const { file, release, met } = await heldUpProgram(t, script);
  const pty = spawn(file);
  const end = collect(pty);
  await until(met, PATIENCE_MS, 'the exec to begin');
  t.equal(pty.spawnError, undefined, 'not known yet');
  release();
  t.equal((await end).exitCode, 1);
  t.match(pty.spawnError, { code: 'ENOENT', syscall: 'execve', path: file });
});
