import fs from 'node:fs';
import path from 'node:path';
import { spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { folder } from '../helpers/folder';
import { assertIdle } from '../helpers/idle';
import { terminalDescriptors } from '../helpers/terminalDescriptors';
import { until, within } from '../helpers/until';

const CLOSED_MS = 500;
const NAP = 'sleep 0.02';

/** A program that closes all its descriptors of the terminal until `go` exists, then runs `after`. */
async function closeAll(t: Test, after: string) {
  const go = path.join(folder(t), 'go');
  const script = `exec 0<&- 1>&- 2>&-; while [ ! -e "$GO" ]; do ${NAP}; done; ${after}`;
  const pty = spawn('/bin/sh', ['-c', `stty -echo; echo before; ${script}`], {
    env: { PATH: process.env.PATH, GO: go },
  });
  t.teardown(() => pty.destroy());
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  await until(
    () => output === 'before\r\n' && terminalDescriptors(pty) === 0,
    5000,
    'the program to close',
  );
  return { pty, open: () => fs.writeFileSync(go, ''), output: () => output };
}

t.test('what it prints through /dev/tty later is delivered', async (t) => {
  const { pty, open, output } = await closeAll(t, 'echo after >/dev/tty; exit 5');
  open();
  const { exitCode } = await within(pty.exited, 5000, 'the exit');
  t.equal(output(), 'before\r\nafter\r\n');
  t.equal(exitCode, 5);
});

t.test('and what is typed then reaches it', async (t) => {
  const talk = 'exec <>/dev/tty >&0; echo ready; read x; echo "got $x"; read y; echo "and $y"';
  const { pty, open, output } = await closeAll(t, talk);
  open();
  await until(() => output().includes('ready'), 5000, 'the program to be back');
  pty.write('one\r');
  await until(() => output().includes('got'), 5000, 'an answer');
  pty.write('two\r');
  await within(pty.exited, 5000, 'the exit');
  t.equal(output(), 'before\r\nready\r\ngot one\r\nand two\r\n');
});

t.test('closing and opening again and again loses nothing', async (t) => {
  const rounds = 30;
  const { pty, open, output } = await closeAll(
    t,
    `i=0; while [ $i -lt ${rounds} ]; do i=$((i+1)); echo $i >/dev/tty; ${NAP}; done`,
  );
  open();
  await within(pty.exited, 20_000, 'the exit');
  const lines = Array.from({ length: rounds }, (_, i) => `${i + 1}\r\n`);
  t.equal(output(), `before\r\n${lines.join('')}`);
});

t.test('while it is closed nothing spins and nothing ends', async (t) => {
  const { pty, open } = await closeAll(t, 'exit 6');
  let ended = false;
  pty.onClose(() => {
    ended = true;
  });
  await assertIdle(t, CLOSED_MS);
  t.notOk(ended, 'the terminal stays open');
  t.not(pty.fd, -1);
  t.equal(pty.exitCode, null);
  open();
  const { exitCode } = await within(pty.exited, 5000, 'the exit');
  t.equal(exitCode, 6);
});
