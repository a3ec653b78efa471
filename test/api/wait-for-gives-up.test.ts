import { spawn } from 'flatpty';
import t from 'tap';
import { within } from '../helpers/until';

const MS = 20_000;

interface GivenUp extends Error {
  code?: string;
  output?: string;
}

/** What `promise` rejects with; undefined when it resolves. */
const failure = (promise: Promise<unknown>): Promise<GivenUp | undefined> =>
  within(promise, MS, 'an end').then(
    () => undefined,
    (error) => error,
  );

t.test('after the timeout, with what was there; the next call goes on from it', async (t) => {
  const pty = spawn('sh', ['-c', 'echo something else; cat']);
  t.teardown(() => pty.kill('SIGKILL'));
  await within(pty.waitFor('something '), MS, 'the first word');
  const error = await failure(pty.waitFor(/never/, { timeout: 200 }));
  t.match(error, { name: 'TimeoutError', code: 'ERR_FLATPTY_TIMEOUT', output: /^else/ });
  t.match(error?.message, /^waited 200 ms for \/never\/; the last output is "else/);
  t.equal((await within(pty.waitFor('else'), MS, 'the second word'))[0], 'else');
});

t.test('one that gives up lets those behind it have their match', async (t) => {
  const pty = spawn('sh', ['-c', 'echo here; cat']);
  t.teardown(() => pty.kill('SIGKILL'));
  const first = failure(pty.waitFor('never', { timeout: 100 }));
  const second = pty.waitFor('here');
  t.match(await first, { code: 'ERR_FLATPTY_TIMEOUT' });
  t.equal((await within(second, MS, 'the second'))[0], 'here');
});

t.test('when the terminal ends, at once or later', async (t) => {
  const pty = spawn('sh', ['-c', 'echo last words']);
  const errors = await Promise.all([failure(pty.waitFor('never')), failure(pty.waitFor('nor'))]);
  for (const error of errors) {
    t.match(error, { code: 'ERR_FLATPTY_ENDED', output: /last words/ });
    t.match(
      error?.message,
      /^the terminal ended without no?e?v?e?r; the last output is "last words/,
    );
  }
  await pty.exited;
  t.match(await failure(pty.waitFor('never')), { code: 'ERR_FLATPTY_ENDED' }, 'and afterwards');
});

t.test('when the terminal is destroyed', async (t) => {
  const pty = spawn('cat');
  const error = failure(pty.waitFor('never'));
  pty.destroy();
  t.match(await error, { code: 'ERR_FLATPTY_ENDED' });
});

t.test('when its signal is aborted, before or later', async (t) => {
  const pty = spawn('cat');
  t.teardown(() => pty.kill('SIGKILL'));
  const controller = new AbortController();
  const error = failure(pty.waitFor('never', { signal: controller.signal }));
  controller.abort(new Error('enough'));
  const expected = { name: 'AbortError', code: 'ABORT_ERR', cause: { message: 'enough' } };
  t.match(await error, expected);
  t.match(await failure(pty.waitFor('never', { signal: controller.signal })), expected);
  pty.write('still there\n');
  t.ok(await within(pty.waitFor('there'), MS, 'the terminal'));
});

t.test('at once for what cannot be waited for', async (t) => {
  const pty = spawn('cat');
  t.teardown(() => pty.kill('SIGKILL'));
  const wait = pty.waitFor.bind(pty) as (...args: unknown[]) => Promise<unknown>;
  for (const [args, code] of [
    [[''], 'ERR_INVALID_ARG_VALUE'],
    [[undefined], 'ERR_INVALID_ARG_TYPE'],
    [[{ source: 'x', flags: '' }], 'ERR_INVALID_ARG_TYPE'],
    [['x', { timeout: '5' }], 'ERR_INVALID_ARG_TYPE'],
    [['x', { timeout: -1 }], 'ERR_OUT_OF_RANGE'],
    [['x', { timeout: 2 ** 31 }], 'ERR_OUT_OF_RANGE'],
    [['x', { signal: {} }], 'ERR_INVALID_ARG_TYPE'],
  ] as const) {
    t.throws(() => wait(...args), { code }, JSON.stringify(args));
  }
});
