import { spawn } from 'flatpty';
import t from 'tap';

interface Told {
  event: unknown;
  positional: unknown[];
  promised: unknown;
  exitCode: number | null;
  signalCode: string | null;
}

/** How the end of `script` is told, in every way there is. */
async function endOf(script: string): Promise<Told> {
  const pty = spawn('sh', ['-c', script]);
  if (pty.exitCode !== null || pty.signalCode !== null) throw new Error('ended before its time');
  const event = new Promise((resolve) => {
    pty.onExit(resolve);
  });
  const positional = new Promise<unknown[]>((resolve) => {
    pty.on('exit', (...args: unknown[]) => resolve(args));
  });
  return {
    event: await event,
    positional: await positional,
    promised: await pty.exited,
    exitCode: pty.exitCode,
    signalCode: pty.signalCode,
  };
}

const cases: [script: string, exitCode: number, signal: number, name: string | null][] = [
  ['exit 0', 0, 0, null],
  ['exit 1', 1, 0, null],
  ['exit 255', 255, 0, null],
  ['kill -HUP $$', 0, 1, 'SIGHUP'],
  ['kill -INT $$', 0, 2, 'SIGINT'],
  ['kill -KILL $$', 0, 9, 'SIGKILL'],
  ['kill -TERM $$', 0, 15, 'SIGTERM'],
  ['trap "exit 3" TERM; kill -TERM $$', 3, 0, null],
];

for (const [script, exitCode, signal, name] of cases) {
  t.test(script, async (t) => {
    const told = await endOf(script);
    t.strictSame(told.event, { exitCode, signal }, 'onExit: numbers, 0 for none');
    t.strictSame(told.promised, { exitCode, signal }, 'exited');
    t.strictSame(told.positional, [exitCode, signal], "on('exit'): positional");
    t.equal(told.exitCode, name === null ? exitCode : null, 'exitCode as in child_process');
    t.equal(told.signalCode, name, 'signalCode as in child_process');
  });
}

t.test('a listener that comes after the exit is told as well', async (t) => {
  const pty = spawn('sh', ['-c', 'exit 3']);
  await pty.exited;
  let sync = true;
  const late = await new Promise((resolve) => {
    pty.onExit((event) => resolve([event, sync]));
    sync = false;
  });
  t.strictSame(late, [{ exitCode: 3, signal: 0 }, false], 'and not before onExit returns');
});

t.test('it is told once', async (t) => {
  const pty = spawn('sh', ['-c', 'exit 3']);
  const told: string[] = [];
  pty.onExit(() => told.push('onExit'));
  pty.on('exit', () => told.push('exit'));
  pty.on('close', () => told.push('close'));
  await pty.exited;
  pty.destroy();
  pty.kill();
  const other = spawn('true');
  await other.exited;
  t.strictSame(told.sort(), ['close', 'exit', 'onExit']);
});
