import { pipeline, Readable } from 'node:stream';
import { open, type Pty, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { internals } from '../helpers/internals';
import { answerOf } from '../helpers/runScript';
import { within } from '../helpers/until';

/** What becomes uncaught until the end of `t`. */
function uncaught(t: Test): string[] {
  const heard: string[] = [];
  const listener = (error: Error) => heard.push(error.message);
  process.on('uncaughtException', listener);
  t.teardown(() => process.off('uncaughtException', listener));
  return heard;
}

const broken = () => new Error('broken');

const WAYS: Record<string, (pty: Pty) => void> = {
  'destroy(error)': (pty) => (pty as unknown as { destroy(e: Error): void }).destroy(broken()),
  '_socket.destroy(error)': (pty) => void internals(pty)._socket.destroy(broken()),
  'a failing source of pipeline()': (pty) => {
    const source = new Readable({
      read() {
        this.destroy(broken());
      },
    });
    pipeline(source, pty as never, () => {});
  },
};

for (const [way, breakIt] of Object.entries(WAYS)) {
  t.test(`${way}, with a listener on the terminal`, async (t) => {
    const uncaughts = uncaught(t);
    const pty = spawn('cat');
    t.teardown(() => pty.kill('SIGKILL'));
    const events: string[] = [];
    pty.on('error', (error) => events.push(error.message));
    pty.onClose(() => events.push('close'));
    pty.onExit(() => events.push('exit'));
    breakIt(pty);
    const { signal } = await within(pty.exited, 5000, 'the exit');
    t.equal(signal, 1);
    t.strictSame(events, ['broken', 'close', 'exit']);
    t.strictSame(uncaughts, []);
  });
}

for (const end of ['master', 'slave'] as const) {
  t.test(`${end}.destroy(error), with a listener on it alone`, async (t) => {
    const uncaughts = uncaught(t);
    const pair = open();
    const heard: string[] = [];
    pair[end].on('error', (error) => heard.push(error.message));
    const closed = new Promise((resolve) => pair[end].on('close', resolve));
    pair[end].destroy(broken());
    await within(closed, 5000, `the close of ${end}`);
    pair.destroy();
    t.strictSame(await within(pair.exited, 5000, 'exited'), { exitCode: 0, signal: 0 });
    t.strictSame([heard, uncaughts], [['broken'], []]);
  });
}

t.test('an error without a listener is uncaught, and the terminal ends all the same', async (t) => {
  const answer = await answerOf<string[]>(require.resolve('../fixtures/unheard-error'));
  t.strictSame(answer, ['uncaught broken', 'close', 'exit']);
});

t.test('exited of a terminal without a program settles with its close', async (t) => {
  for (const early of [true, false]) {
    const pair = open();
    const before = early ? pair.exited : undefined;
    pair.destroy();
    await within(new Promise<void>((resolve) => pair.onClose(resolve)), 5000, 'the close');
    const end = await within(before ?? pair.exited, 5000, 'exited');
    t.strictSame(end, { exitCode: 0, signal: 0 }, `asked ${early ? 'before' : 'after'} the end`);
  }
});
