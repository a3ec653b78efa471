import { getEventListeners } from 'node:events';
import fs from 'node:fs';
import { constants } from 'node:os';
import { spawn } from 'flatpty';
import t from 'tap';
import { openDescriptors } from '../helpers/refused';
import { within } from '../helpers/until';

/** The children of this process. */
function children(): string {
  return fs.readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8');
}

t.test('aborted before: spawn() throws AbortError and opens nothing', async (t) => {
  await within(spawn('true').exited, 5000, 'a first run, which starts the thread');
  const before = openDescriptors();
  const reason = new Error('changed my mind');
  const signal = AbortSignal.abort(reason);
  t.throws(() => spawn('sleep', ['60'], { signal }), {
    name: 'AbortError',
    code: 'ABORT_ERR',
    cause: reason,
  });
  t.strictSame(openDescriptors(), before);
  t.equal(children(), '');
  t.strictSame(getEventListeners(signal, 'abort'), []);
});

t.test('aborted later: the program is hung up', async (t) => {
  const controller = new AbortController();
  const pty = spawn('sleep', ['60'], { signal: controller.signal });
  controller.abort();
  const { signal } = await within(pty.exited, 5000, 'the exit');
  t.equal(signal, constants.signals.SIGHUP);
});

t.test('killSignal names another signal', async (t) => {
  const controller = new AbortController();
  const options = { signal: controller.signal, killSignal: 'SIGTERM' };
  const pty = spawn('sleep', ['60'], options);
  controller.abort();
  const { signal } = await within(pty.exited, 5000, 'the exit');
  t.equal(signal, constants.signals.SIGTERM);
});

t.test('one signal ends many, and each lets go of it', async (t) => {
  const controller = new AbortController();
  const { signal } = controller;
  const ptys = Array.from({ length: 5 }, () => spawn('sleep', ['60'], { signal }));
  t.equal(getEventListeners(signal, 'abort').length, 1);
  controller.abort();
  await within(Promise.all(ptys.map((pty) => pty.exited)), 5000, 'the exits');
  t.strictSame(
    ptys.map((pty) => pty.signalCode),
    Array(5).fill('SIGHUP'),
  );
  t.equal(getEventListeners(signal, 'abort').length, 0);
});

t.test('after the exit the terminal has let go of the signal', async (t) => {
  const { signal } = new AbortController();
  const pty = spawn('true', [], { signal });
  await within(pty.exited, 5000, 'the exit');
  await null;
  t.equal(getEventListeners(signal, 'abort').length, 0);
});

t.test('AbortSignal.timeout() ends a program that takes too long', async (t) => {
  const pty = spawn('sleep', ['60'], { signal: AbortSignal.timeout(100) });
  const { signal } = await within(pty.exited, 5000, 'the exit');
  t.equal(signal, constants.signals.SIGHUP);
});

t.test('what is no AbortSignal or no signal name is refused', async (t) => {
  t.throws(() => spawn('true', [], { signal: {} as AbortSignal }), {
    code: 'ERR_INVALID_ARG_TYPE',
  });
  const { signal } = new AbortController();
  t.throws(() => spawn('true', [], { signal, killSignal: 'SIGNOSUCH' }), {
    code: 'ERR_UNKNOWN_SIGNAL',
  });
  t.equal(getEventListeners(signal, 'abort').length, 0);
});
