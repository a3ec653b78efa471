import { open, spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';
import { UNKNOWN_SIGNAL } from '../helpers/refused';
import { within } from '../helpers/until';

const BAD = [
  'SIGNONE',
  'hup',
  'toString',
  '__proto__',
  'constructor',
  '1',
  ' ',
  -1,
  65,
  1e9,
  1.5,
  2 ** 32 + 9,
  {},
  [],
  true,
  9n,
  Symbol('SIGKILL'),
  () => {},
];

t.test('they throw, and the program lives', async (t) => {
  const pty = spawn('cat');
  for (const signal of BAD) {
    t.throws(() => pty.kill(signal as string), UNKNOWN_SIGNAL, String(signal));
  }
  pty.write('still here\r');
  const echoed = new Promise<string>((resolve) => {
    pty.onData((data) => /here/.test(data) && resolve('echo'));
  });
  const ended = pty.exited.then(({ signal }) => `ended by signal ${signal}`);
  t.equal(await within(Promise.race([echoed, ended]), 10_000, 'the echo'), 'echo');
  pty.kill('SIGTERM');
  t.match(await ended, /15$/, 'until it gets a real one');
});

for (const nothing of [undefined, null, ''] as unknown as string[]) {
  t.test(`kill(${JSON.stringify(nothing)}) is SIGHUP`, async (t) => {
    const pty = spawn('cat');
    pty.kill(nothing);
    t.equal((await collect(pty)).signal, 1);
  });
}

t.test('a terminal without a program has nobody to signal', async (t) => {
  const signalled: unknown[][] = [];
  const { kill } = process;
  t.teardown(() => {
    process.kill = kill;
  });
  process.kill = (...args: unknown[]) => {
    signalled.push(args);
    return true;
  };
  const pair = open();
  for (const signal of [undefined, 'SIGTERM', 9]) pair.kill(signal);
  for (const signal of BAD) t.throws(() => pair.kill(signal as string), UNKNOWN_SIGNAL);
  pair.destroy();
  t.strictSame(signalled, []);
});
