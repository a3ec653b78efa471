// timeout: 120 s
import { constants } from 'node:os';
import t, { type Test } from 'tap';
import type { Control } from './lib/controlHost';
import { answerFrom, noShim, shimFor } from './lib/shim';

const HOST = require.resolve('./lib/controlHost');
const skip = noShim;
const runFaulty = shimFor(t);

/** killTree() signals groups by pidfd where the kernel can (Linux 6.9), and by kill(2) elsewhere. */
const NO_SIGNAL = 'kill:EPERM,pidfd_send_signal:EPERM';

/** Checks that all ends well, however `action` failed. */
async function control(
  t: Test,
  action: string,
  fault: string,
  when: string,
  { program, signal } = { program: 'cat', signal: constants.signals.SIGKILL as number },
): Promise<Control> {
  const answer = answerFrom<Control>(await runFaulty(HOST, [action, fault, when, program]));
  t.ok(answer.hits > 0, `${when}: ${answer.hits} calls were made to fail`);
  t.equal(answer.healed.error?.message, undefined, `${when}: it works afterwards`);
  t.strictSame(answer.exit, { exitCode: 0, signal }, `${when}: the exit is told`);
  t.strictSame(answer.residue, [], `${when}: nothing is kept`);
  return answer;
}

t.test('TIOCSWINSZ fails in resize()', { skip }, async (t) => {
  for (const when of ['once', 'always']) {
    const { faulty, healed } = await control(t, 'resize', 'TIOCSWINSZ:EIO', when);
    t.match(
      faulty.error,
      { code: 'EIO', errno: -5, syscall: 'ioctl(TIOCSWINSZ)' },
      `${when}: an error in Node's shape: ${faulty.error?.message}`,
    );
    t.strictSame([faulty.cols, faulty.rows], [80, 24], `${when}: cols and rows are what they were`);
    t.strictSame([healed.cols, healed.rows], [132, 43], `${when}: and change afterwards`);
  }
  t.comment('TIOCSWINSZ in resize(): an error, the size stays');
});

// As node-pty: a child that may not be signalled (it has become another user) is no error.
t.test('kill(2) fails in kill()', { skip }, async (t) => {
  for (const when of ['once', 'always']) {
    const { faulty } = await control(t, 'kill', 'kill:EPERM', when);
    t.equal(faulty.error?.message, undefined, `${when}: does not throw`);
    t.ok(faulty.alive, `${when}: and the program lives`);
  }
  t.comment('kill: nothing happens, no error');
});

// Only the first kill(2) fails `once`: the look that follows sends another one.
t.test('kill(2) fails once in killTree()', { skip }, async (t) => {
  const { faulty } = await control(t, 'killTree', 'kill:EPERM', 'once');
  t.equal(faulty.error?.message, undefined, 'does not reject');
  t.notOk(faulty.alive, 'and the program is dead');
  t.comment('kill in killTree(): signalled again');
});

t.test('nothing can be signalled in killTree()', { skip }, async (t) => {
  const end = { program: 'sleep', signal: constants.signals.SIGHUP };
  const { faulty } = await control(t, 'killTree', NO_SIGNAL, 'always', end);
  t.equal(faulty.error?.message, undefined, 'does not reject');
  t.notOk(faulty.alive, 'the program has ended: its terminal was closed');
  t.comment('kill in killTree(), always: the terminal is closed');
});

t.test('nothing can be signalled, and the program outlives its terminal', { skip }, async (t) => {
  const end = { program: 'deaf', signal: constants.signals.SIGKILL };
  const { faulty, pid } = await control(t, 'killTree', NO_SIGNAL, 'always', end);
  t.ok(faulty.alive, 'the program lives');
  const errno = -constants.errno.EPERM;
  t.match(faulty.error, { code: 'EPERM', errno, syscall: 'kill' }, 'killTree() rejects');
  t.ok(faulty.error?.message.endsWith(`: ${pid} (sleep)`), `it names it: ${faulty.error?.message}`);
  t.comment('kill in killTree(), always: it gives up 2 s after the terminal was closed');
});
