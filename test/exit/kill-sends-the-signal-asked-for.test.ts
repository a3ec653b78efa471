import { constants } from 'node:os';
import { spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { isAlive } from '../helpers/processes';
import { until, within } from '../helpers/until';

/** A program that names the signals it gets and ends on none but SIGKILL. */
async function namer(t: Test) {
  const names = ['HUP', 'INT', 'TERM', 'USR1', 'WINCH'];
  const traps = names.map((name) => `trap 'echo got ${name}' ${name}`).join('; ');
  const pty = spawn('/bin/sh', ['-c', `${traps}; echo ready; while :; do sleep 0.01; done`]);
  t.teardown(() => pty.kill('SIGKILL'));
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  await until(() => output.includes('ready'), 5000, 'the program');
  const hears = (name: string) => until(() => output.includes(`got ${name}`), 5000, `SIG${name}`);
  return { pty, hears, output: () => output };
}

t.test('kill() sends SIGHUP', async (t) => {
  const { pty, hears } = await namer(t);
  pty.kill();
  t.ok(await hears('HUP'));
});

t.test('kill(name) sends that signal, also one that does not end a program', async (t) => {
  const { pty, hears } = await namer(t);
  for (const name of ['TERM', 'USR1', 'INT', 'WINCH']) {
    pty.kill(`SIG${name}`);
    t.ok(await hears(name));
  }
  pty.kill('SIGKILL');
  const { signal } = await within(pty.exited, 5000, 'the exit');
  t.equal(signal, constants.signals.SIGKILL);
  t.equal(pty.signalCode, 'SIGKILL');
});

t.test('an unknown signal is refused and sends nothing', async (t) => {
  const { pty, hears, output } = await namer(t);
  for (const name of ['SIGNOSUCH', 'hup', 'TERM ', '9', 'toString', '__proto__', 'constructor']) {
    t.throws(() => pty.kill(name), { code: 'ERR_UNKNOWN_SIGNAL' }, name);
  }
  pty.kill('SIGUSR1');
  await hears('USR1');
  t.strictSame(output().match(/got \w+/g), ['got USR1']);
  t.ok(isAlive(pty.pid));
});

t.test('right after spawn it reaches the program, in 100 of 100 runs', async (t) => {
  const ends: unknown[] = [];
  for (let i = 0; i < 100; i++) {
    const pty = spawn('sleep', ['60']);
    pty.kill();
    const { exitCode, signal } = await within(pty.exited, 5000, `the exit of run ${i}`);
    ends.push(`${exitCode} ${signal}`);
  }
  t.strictSame([...new Set(ends)], ['0 1']);
});

t.test('it leaves the terminal open until the program has ended', async (t) => {
  const pty = spawn('/bin/sh', ['-c', "trap 'echo last words; exit 4' HUP; echo ready; read x"]);
  t.teardown(() => pty.kill('SIGKILL'));
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  await until(() => output.includes('ready'), 5000, 'the program');
  pty.kill();
  const { exitCode } = await within(pty.exited, 5000, 'the exit');
  t.equal(exitCode, 4);
  // In a closed terminal there is nobody to print them to.
  t.equal(output, 'ready\r\nlast words\r\n');
});

t.test('it frees the descriptor without destroy()', async (t) => {
  const pty = spawn('sleep', ['60']);
  pty.kill();
  await within(pty.exited, 5000, 'the exit');
  t.equal(pty.fd, -1);
});
