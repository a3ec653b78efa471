import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { within } from '../helpers/until';

type Signal = string | number;
type Sleeper = (options?: object) => Pty;

/** Each way to signal a program: signals it, and may throw or reject. */
const WAYS: Record<string, (sleeper: Sleeper, signal: Signal) => Promise<number | undefined>> = {
  'kill()': async (sleeper, signal) => {
    const pty = sleeper();
    try {
      pty.kill(signal);
    } catch (error) {
      pty.kill('SIGKILL');
      throw error;
    }
    return (await pty.exited).signal;
  },
  'killTree()': async (sleeper, signal) => {
    const pty = sleeper();
    try {
      await pty.killTree({ signal });
    } finally {
      pty.kill('SIGKILL');
    }
    return (await pty.exited).signal;
  },
  'an AbortSignal with killSignal': async (sleeper, signal) => {
    const controller = new AbortController();
    const pty = sleeper({ signal: controller.signal, killSignal: signal });
    controller.abort();
    return (await pty.exited).signal;
  },
};

// As in child_process: names with SIG, in any case, and numbers.
const TAKEN: [signal: Signal, number: number][] = [
  ['SIGTERM', 15],
  ['sigterm', 15],
  [15, 15],
  ['SIGIOT', 6],
  [10, 10],
  [35, 35],
  ['SIG35', 35],
];
const REFUSED = ['TERM', 'SIGNOSUCH', '15', 'SIG', 'SIG0', 'SIG65', -1, 65, 1.5, Number.NaN];

for (const [way, signalled] of Object.entries(WAYS)) {
  t.test(way, async (t) => {
    const sleeper: Sleeper = (options) => spawn('sleep', ['60'], options);
    for (const [signal, number] of TAKEN) {
      const got = await within(signalled(sleeper, signal), 5000, `the end by ${signal}`);
      t.equal(got, number, `${signal}`);
    }
    for (const signal of REFUSED) {
      const refused = within(signalled(sleeper, signal), 5000, `the answer to ${signal}`);
      await t.rejects(refused, { name: 'TypeError', code: 'ERR_UNKNOWN_SIGNAL' }, `${signal}`);
    }
  });
}
