import { open, spawn } from 'flatpty';
import t from 'tap';
import { perLauncher } from '../helpers/launchers';
import { talk } from '../helpers/talk';
import { until, within } from '../helpers/until';

const MS = 20_000;

/** The session whose terminal it is, and the names of what has it as its input, as ps(1) sees the process. */
const WHO = 'echo "$1 is $(ps -o sid=,tty= -p $$ | tr -s " ") on $(tty)."';

perLauncher('the first program is controlled by it, the second has it too', async (t) => {
  const pair = open({ cols: 91, rows: 17 });
  t.teardown(() => pair.destroy());
  const { expect } = talk(pair);
  const first = spawn('sh', ['-c', `${WHO}; stty size; read x; echo first $x`, 'sh', 'one'], {
    slave: pair,
  });
  t.teardown(() => first.kill('SIGKILL'));
  const tty = pair.ptsName.replace('/dev/', '');
  await expect(new RegExp(`one is +${first.pid} ${tty} on /dev/${tty}\\.`), MS);
  await expect(/17 91/, MS);
  t.equal(first.ptsName, pair.ptsName);

  const second = spawn('sh', ['-c', `${WHO}; exec cat /dev/tty`, 'sh', 'two'], { slave: pair });
  await expect(new RegExp(`two is +${second.pid} \\? on /dev/${tty}\\.`), MS);
  await expect(/cat: .*\/dev\/tty/, MS); // it is controlled by none
  t.not((await within(second.exited, MS, 'the end of the second')).exitCode, 0);
  t.equal(second.spawnError, undefined);

  pair.write('typed\r');
  await expect(/first typed/, MS);
  t.strictSame(await within(first.exited, MS, 'the end of the first'), { exitCode: 0, signal: 0 });
});

perLauncher('when the first has ended the next one takes its place', async (t) => {
  const pair = open();
  t.teardown(() => pair.destroy());
  const { expect } = talk(pair);
  for (const round of ['one', 'two', 'three']) {
    const program = spawn('sh', ['-c', 'echo begun $1; exec cat', 'sh', round], { slave: pair });
    t.teardown(() => program.kill('SIGKILL'));
    await expect(new RegExp(`begun ${round}`), MS);
    pair.write('\x03'); // only what the terminal controls is interrupted
    t.equal((await within(program.exited, MS, `the end of ${round}`)).signal, 2);
  }
  t.ok(pair.fd > 2, 'the terminal is open still');
});

t.test('its end is told once, also when it is asked for late and twice', async (t) => {
  const pair = open();
  t.teardown(() => pair.destroy());
  const { expect } = talk(pair);
  const program = spawn('sh', ['-c', 'echo over; exit 7'], { slave: pair });
  let ends = 0;
  program.onExit(() => ends++);
  t.strictSame(await within(program.exited, MS, 'the end'), { exitCode: 7, signal: 0 });
  t.strictSame(await program.exited, { exitCode: 7, signal: 0 });
  const late = new Promise((resolve) => program.onExit(resolve));
  t.strictSame(await within(late, MS, 'the late listener'), { exitCode: 7, signal: 0 });
  t.equal(ends, 1);
  t.equal(program.exitCode, 7);
  await expect(/over/, MS);

  program.kill('SIGKILL');
  program.kill();
  t.strictSame(await program.processes(), []);
  t.strictSame(await program.killTree(), { left: [], unseen: undefined });
  await program[Symbol.asyncDispose]();
  t.equal(program.exitCode, 7, 'and all of this does nothing');
});

t.test('killTree ends the one program and what it has started, and not the others', async (t) => {
  const pair = open();
  t.teardown(() => pair.destroy());
  const { expect } = talk(pair);
  const first = spawn('sh', ['-c', 'echo first is here; exec cat'], { slave: pair });
  t.teardown(() => first.kill('SIGKILL'));
  await expect(/first is here/, MS);
  const second = spawn('sh', ['-c', 'sleep 600 & echo second is here; sleep 600'], { slave: pair });
  t.teardown(() => second.kill('SIGKILL'));
  await expect(/second is here/, MS);
  await until(async () => (await second.processes()).length === 3, MS, 'sh and two sleeps');
  t.strictSame(await second.killTree({ strays: true }), { left: [], unseen: undefined });
  t.strictSame(await second.processes(), []);
  t.equal(first.exitCode, null);
  t.equal(first.signalCode, null);
  pair.write('still here\r');
  await expect(/still here\r\nstill here/, MS); // the echo, and cat's
});

t.test('timeout and signal end it as any other program', async (t) => {
  const pair = open();
  t.teardown(() => pair.destroy());
  const late = spawn('sleep', ['600'], { slave: pair, timeout: 50, killSignal: 'SIGKILL' });
  t.equal((await within(late.exited, MS, 'the time-out')).signal, 9);
  t.equal(late.killReason, 'timeout');
  const controller = new AbortController();
  const { signal } = controller;
  const aborted = spawn('sleep', ['600'], { slave: pair, signal, killSignal: 'SIGKILL' });
  controller.abort();
  t.equal((await within(aborted.exited, MS, 'the abort')).signal, 9);
  t.equal(aborted.killReason, 'abort');
});

t.test('the end of the terminal hangs up the program that it controls', async (t) => {
  const pair = open();
  const { expect } = talk(pair);
  const program = spawn('sh', ['-c', 'echo here; exec cat'], { slave: pair });
  await expect(/here/, MS);
  pair.destroy();
  t.equal((await within(program.exited, MS, 'the end')).signal, 1);
});

t.test('it is there when the slave of the pair is closed, and does not block on it', async (t) => {
  const pair = open();
  t.teardown(() => pair.destroy());
  pair.slave.destroy();
  const { expect } = talk(pair);
  // With the open file of the pair, which does not block, read(2) would fail with EAGAIN.
  const program = spawn('sh', ['-c', 'echo begun; read x && echo "got $x"'], { slave: pair });
  await expect(/begun/, MS);
  await until(async () => (await program.processes())[0]?.state === 'sleeping', MS, 'its read');
  pair.write('a line\r');
  await expect(/got a line/, MS);
  t.equal((await within(program.exited, MS, 'the end')).exitCode, 0);
});
