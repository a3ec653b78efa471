// timeout: 120 s
import t, { type Test } from 'tap';
import type { Control } from './lib/controlHost';
import { answerFrom, noShim, shimFor } from './lib/shim';

const HOST = require.resolve('./lib/controlHost');
const skip = noShim;
const runFaulty = shimFor(t);

/** Checks that all ends well, however `action` failed. */
async function control(t: Test, action: string, fault: string, when: string): Promise<Control> {
  const answer = answerFrom<Control>(await runFaulty(HOST, [action, fault, when]));
  t.ok(answer.hits > 0, `${when}: ${answer.hits} calls were made to fail`);
  t.equal(answer.healed.error?.message, undefined, `${when}: it works afterwards`);
  t.strictSame(answer.exit, { exitCode: 0, signal: 9 }, `${when}: the exit is told`);
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

t.test('pidfd_open fails in killTree()', { skip }, async (t) => {
  for (const when of ['once', 'always']) {
    const { faulty } = await control(t, 'killTree', 'pidfd_open:EMFILE', when);
    t.notOk(faulty.alive, `${when}: the process is signalled by its number`);
  }
  t.comment('pidfd_open in killTree(): by number');
});

t.test('pidfd_send_signal fails in killTree()', { skip }, async (t) => {
  for (const when of ['once', 'always']) {
    const { faulty } = await control(t, 'killTree', 'pidfd_send_signal:EPERM', when);
    t.notOk(faulty.alive, `${when}: the process is signalled by its number`);
  }
  t.comment('pidfd_send_signal in killTree(): by number');
});

t.test('nothing can be signalled in killTree()', { skip }, async (t) => {
  const fault = 'pidfd_send_signal:EPERM,kill:EPERM';
  const { faulty } = await control(t, 'killTree', fault, 'always');
  t.ok(faulty.alive, 'the program lives');
  t.equal(faulty.error?.message, undefined, 'and killTree() ends');
  t.comment('pidfd_send_signal and kill in killTree(): it gives up after 5 s');
});
