// What the generator has found, by name.
import { PassThrough } from 'node:stream';
import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { children } from '../helpers/children';
import { collect } from '../helpers/collect';
import { assertRefused, NO_ENCODING, UNKNOWN_SIGNAL, WRONG_TYPE } from '../helpers/refused';
import { until, within } from '../helpers/until';

const anything = (value: unknown): never => value as never;

/** No descriptor of it is left then, which a test after this one would take for its own. */
function ended(pty: Pty): Promise<unknown> {
  pty.kill('SIGKILL');
  return within(pty.exited, 10_000, 'the exit');
}

t.before(() => collect(spawn('/bin/true'))); // starts what belongs to the process for good

t.test('half an AbortSignal is refused before anything is opened', async (t) => {
  const halves = [
    { aborted: false },
    { aborted: false, addEventListener: () => {} },
    { aborted: false, removeEventListener: () => {} },
  ];
  for (const signal of halves) {
    const words = Object.keys(signal).join(', ');
    assertRefused(t, words, WRONG_TYPE, () => spawn('sleep', ['60'], { signal: anything(signal) }));
  }
});

t.test('an AbortSignal that throws when it is asked leaves no program behind', async (t) => {
  const signal = {
    aborted: false,
    addEventListener: () => {
      throw new Error('not today');
    },
    removeEventListener: () => {},
  };
  t.throws(() => spawn('sleep', ['60'], { signal: anything(signal) }), { message: 'not today' });
  await until(() => children().length === 0, 10_000, 'the end of the program');
});

t.test('a listener that is no function is refused where it is given', async (t) => {
  const pty = spawn('sleep', ['60']);
  t.teardown(() => ended(pty));
  for (const value of [undefined, null, 5, 'x', {}, Symbol('x')]) {
    for (const name of ['onData', 'onExit', 'onClose', 'onDrain'] as const) {
      assertRefused(t, `${name} ${typeof value}`, WRONG_TYPE, () => pty[name](anything(value)));
    }
    assertRefused(t, `on ${typeof value}`, WRONG_TYPE, () => pty.on('data', anything(value)));
  }
});

t.test('a name of an event that is neither a string nor a symbol', async (t) => {
  const pty = spawn('sleep', ['60']);
  t.teardown(() => ended(pty));
  for (const value of [5, {}, Object.create(null), new Array(2 ** 32 - 1)]) {
    assertRefused(t, 'on', WRONG_TYPE, () => pty.on(anything(value), () => {}));
    assertRefused(t, 'listeners', WRONG_TYPE, () => pty.listeners(anything(value)));
    assertRefused(t, 'removeAllListeners', WRONG_TYPE, () =>
      pty.removeAllListeners(anything(value)),
    );
  }
});

t.test('removeAllListeners() takes them all off, and the terminal still works', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'read go; exit 7'], { termios: { echo: false } });
  for (const event of ['data', 'exit', 'close']) {
    pty.on(event, () => t.fail(`${event} was told`));
  }
  pty.removeAllListeners();
  pty.write('\r');
  t.equal((await within(pty.exited, 10_000, 'the exit')).exitCode, 7);
});

t.test('killTree() refuses in words', async (t) => {
  const pty = spawn('sleep', ['60']);
  t.teardown(() => ended(pty));
  const refusal = (options: unknown) => t.rejects(pty.killTree(anything(options)), refused);
  let refused = UNKNOWN_SIGNAL;
  for (const signal of [Symbol('x'), Object.create(null), {}, 'SIGNONE', -1]) {
    await refusal({ signal });
  }
  refused = WRONG_TYPE;
  for (const graceMs of [Symbol('x'), 5n, 'soon', {}, null]) await refusal({ graceMs });
  t.equal(pty.exitCode ?? pty.signalCode, null, 'nothing was signalled');
  await pty.killTree(anything(null));
  t.equal((await within(pty.exited, 10_000, 'the exit')).signal, 1, 'null is no options');
});

t.test('setEncoding() refuses in words', async (t) => {
  const pty = spawn('sleep', ['60']);
  t.teardown(() => ended(pty));
  for (const value of [Symbol('x'), 5, {}, Object.create(null), 'utf9']) {
    assertRefused(t, typeof value, NO_ENCODING, () => pty.setEncoding(anything(value)));
  }
});

t.test('pipe() into what is no stream loses no output', async (t) => {
  const pty = spawn('echo', ['kept']);
  await within(pty.exited, 10_000, 'the exit');
  for (const value of [undefined, null, 5, {}, AbortSignal.abort(), process.stdin.write]) {
    assertRefused(t, typeof value, WRONG_TYPE, () => pty.pipe(anything(value)));
  }
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  await until(() => output === 'kept\r\n', 10_000, 'the output');
});

t.test('what is no callback is ignored, before and after the end', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'read line; echo "$line"'], { termios: { echo: false } });
  const ended = collect(pty);
  for (const value of ['latin1', 'utf9', 5, {}, Symbol('x'), new PassThrough()]) {
    t.doesNotThrow(() => pty.write('x', anything(value)), typeof value);
  }
  pty.write('\r');
  t.equal((await ended).output, 'xxxxxx\r\n');
  t.doesNotThrow(() => pty.write('x', anything('latin1')));
});

t.test('end() takes what write() takes', async (t) => {
  const pty = spawn('sleep', ['60']);
  t.teardown(() => ended(pty));
  for (const value of [5, {}, Symbol('x'), new Proxy(Buffer.from('x'), {})]) {
    assertRefused(t, typeof value, WRONG_TYPE, () => pty.end(anything(value)));
  }
  let accepted = false;
  pty.write('x', () => {
    accepted = true;
  });
  await until(() => accepted, 10_000, 'the callback of write(): it was not ended by that');
});
