import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { folder } from '../helpers/folder';
import { statOf } from '../helpers/processes';
import { talk } from '../helpers/talk';
import { until } from '../helpers/until';

const env = { PATH: process.env.PATH, PS1: '$ ' };

function processIs(pty: Pty, name: string): Promise<boolean> {
  return until(() => pty.process === name, 10_000, `process to be ${name}, not ${pty.process}`);
}

t.test('process and foregroundPid name what runs in the foreground', async (t) => {
  const pty = spawn('sh', ['-i'], { env });
  t.teardown(() => pty.killTree({ signal: 'SIGKILL' }));
  const shown = talk(pty);
  await shown.expect(/\$ $/);
  t.equal(pty.process, 'sh');
  t.equal(pty.foregroundPid, pty.pid);
  pty.write('sleep 1000\r');
  await processIs(pty, 'sleep');
  const sleep = pty.foregroundPid as number;
  t.not(sleep, pty.pid);
  t.equal(statOf(sleep)?.name, 'sleep');
  pty.write('\x03');
  // `process` alone would not do: it is `sh`, the file, also while the dead sleep's group is still
  // in the foreground.
  await until(() => pty.foregroundPid === pty.pid, 10_000, 'the shell to be in the foreground');
  t.equal(pty.process, 'sh');
});

t.test('a program that becomes another is named as the other', async (t) => {
  const pty = spawn('sh', ['-c', 'read go; exec sleep 1000']);
  t.equal(pty.process, 'sh');
  pty.write('go\r');
  await processIs(pty, 'sleep');
  t.equal(pty.foregroundPid, pty.pid);
  pty.kill('SIGKILL');
  await pty.exited;
});

t.test('process is a string at every moment', async (t) => {
  const pty = spawn('sh', ['-c', 'for i in 1 2 3 4 5; do /bin/true; done; read go; exit 0']);
  const names = new Set<unknown>();
  const look = () => names.add(pty.process);
  look();
  pty.onData(look);
  pty.onClose(look);
  pty.onExit(look);
  for (let i = 0; i < 200; i++) look();
  pty.write('go\r');
  const lookUntilTheEnd = () => {
    look();
    return pty.exitCode !== null;
  };
  await until(lookUntilTheEnd, 10_000, 'the exit');
  t.strictSame([...names], ['sh']);
});

t.test('process of a killed program that nobody has reaped yet', async (t) => {
  const pty = spawn('cat');
  process.kill(pty.pid, 'SIGKILL');
  for (let i = 0; i < 1000; i++) {
    if (pty.process !== 'cat') t.equal(pty.process, 'cat');
  }
  await pty.exited;
  t.equal(pty.process, 'cat');
});

t.test('cwd is that of the process in the foreground', async (t) => {
  const start = folder(t);
  const other = folder(t);
  const pty = spawn('sh', ['-i'], { env, cwd: start });
  t.teardown(() => pty.killTree({ signal: 'SIGKILL' }));
  await talk(pty).expect(/\$ $/);
  t.equal(pty.cwd, start);
  pty.write(`cd '${other}'\r`);
  await until(() => pty.cwd === other, 10_000, 'the new directory');
  pty.write('(cd /; exec sleep 1000)\r');
  await processIs(pty, 'sleep');
  t.equal(pty.cwd, '/');
});
