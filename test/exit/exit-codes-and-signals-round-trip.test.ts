import { spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';

const CODES = Array.from({ length: 256 }, (_, code) => code);

t.test('every exit code from 0 to 255', async (t) => {
  const faults: string[] = [];
  for (const code of CODES) {
    const pty = spawn('/bin/sh', ['-c', `exit ${code}`]);
    const seen: unknown[] = [pty.exitCode, pty.signalCode];
    pty.on('exit', (exitCode, signal) => seen.push(exitCode, signal));
    const { exitCode, signal } = await collect(pty);
    seen.push(exitCode, signal, pty.exitCode, pty.signalCode);
    const expected = [null, null, code, 0, code, 0, code, null];
    if (`${seen}` !== `${expected}`) faults.push(`${code}: ${seen}`);
  }
  t.strictSame(faults, []);
});

// Those that end a program by default, and that a program can send itself.
const FATAL =
  `HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM XCPU XFSZ VTALRM
  PROF SYS IO PWR STKFLT`
    .split(/\s+/)
    .map((name) => `SIG${name}` as NodeJS.Signals)
    .filter((name) => constants.signals[name] !== undefined);

for (const name of FATAL) {
  t.test(`ended by ${name}`, async (t) => {
    const number = constants.signals[name];
    const script = `ulimit -c 0; kill -${number} $$`;
    const pty = spawn('/bin/sh', ['-c', script]);
    const told: unknown[] = [];
    pty.on('exit', (exitCode, signal) => told.push(exitCode, signal));
    const { exitCode, signal } = await collect(pty);
    t.strictSame({ exitCode, signal }, { exitCode: 0, signal: number });
    t.strictSame(told, [0, number]);
    t.equal(pty.exitCode, null);
    t.equal(pty.signalCode, spawnSync('/bin/sh', ['-c', script]).signal, 'as child_process says');
  });
}

t.test('a real-time signal, which has no name', async (t) => {
  const { exitCode, signal } = await collect(spawn('/bin/sh', ['-c', 'kill -40 $$']));
  t.strictSame({ exitCode, signal }, { exitCode: 0, signal: 40 });
});

t.test('the getters tell already inside an exit listener', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'exit 9']);
  const seen: unknown[] = [];
  pty.onExit(() => seen.push(pty.exitCode));
  pty.on('exit', () => seen.push(pty.exitCode));
  await collect(pty);
  t.strictSame(seen, [9, 9]);
});
