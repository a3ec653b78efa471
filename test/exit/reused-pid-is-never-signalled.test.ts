import type { ChildProcess } from 'node:child_process';
import { type IPtyForkOptions, type Pty, spawn } from 'flatpty';
import t from 'tap';
import { pidReuseRefused, sleepWithPid } from '../helpers/pidReuse';
import { within } from '../helpers/until';

const TRIES = 20;
const skip = pidReuseRefused();

/** A terminal whose program has ended, and a stranger that has got the program's pid. */
async function endedAndStranger(options: IPtyForkOptions = {}): Promise<[Pty, ChildProcess]> {
  for (let i = 0; i < TRIES; i++) {
    const pty = spawn('true', [], options);
    await within(pty.exited, 5000, 'the exit');
    const stranger = sleepWithPid(pty.pid);
    if (stranger) return [pty, stranger];
  }
  throw new Error(`in ${TRIES} tries somebody else was given the pid each time`);
}

/** What ends the stranger, if not what has been done before: SIGUSR1, which only tests send. */
async function fateOf(stranger: ChildProcess): Promise<unknown> {
  const ended = new Promise((resolve) => {
    if (stranger.signalCode) resolve(stranger.signalCode);
    stranger.on('exit', (code, signal) => resolve(signal ?? code));
  });
  stranger.kill('SIGUSR1');
  return within(ended, 5000, 'the end of the stranger');
}

const calls: [name: string, call: (pty: Pty) => void | Promise<void>][] = [
  ["kill('SIGKILL')", (pty) => pty.kill('SIGKILL')],
  ['kill()', (pty) => pty.kill()],
  ['destroy()', (pty) => pty.destroy()],
  ["killTree({ signal: 'SIGKILL' })", (pty) => pty.killTree({ signal: 'SIGKILL', graceMs: 0 })],
  ['[Symbol.asyncDispose]()', (pty) => pty[Symbol.asyncDispose]()],
];

for (const [name, call] of calls) {
  t.test(`${name} after the exit spares a stranger with the same pid`, { skip }, async (t) => {
    const [pty, stranger] = await endedAndStranger();
    t.equal(stranger.pid, pty.pid);
    await call(pty);
    t.equal(await fateOf(stranger), 'SIGUSR1');
  });
}

t.test('an AbortSignal that is aborted after the exit does too', { skip }, async (t) => {
  const controller = new AbortController();
  const [pty, stranger] = await endedAndStranger({
    signal: controller.signal,
    killSignal: 'SIGKILL',
  });
  t.equal(stranger.pid, pty.pid);
  controller.abort();
  t.equal(await fateOf(stranger), 'SIGUSR1');
});
