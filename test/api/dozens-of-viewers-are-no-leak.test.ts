import { PassThrough } from 'node:stream';
import { spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { internals } from '../helpers/internals';
import { within } from '../helpers/until';

const VIEWERS = 30; // Node warns from the eleventh on

/** What Node warns of until the end of `t`; warnings come in a tick of their own. */
function warnings(t: Test): () => Promise<string[]> {
  const heard: string[] = [];
  const listener = (warning: Error) => heard.push(warning.message);
  process.on('warning', listener);
  t.teardown(() => process.off('warning', listener));
  return async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return heard;
  };
}

t.test('listeners by name, and pipes', async (t) => {
  const warned = warnings(t);
  const pty = spawn('echo', ['hi']);
  let told = 0;
  const sinks = Array.from({ length: VIEWERS }, () => new PassThrough());
  for (const sink of sinks) {
    for (const event of ['data', 'exit', 'close', 'error', 'drain', 'end']) {
      pty.on(event, () => {
        if (event === 'data') told++;
      });
    }
    pty.pipe(sink);
    sink.resume();
  }
  await within(pty.exited, 5000, 'the exit');
  t.ok(told >= VIEWERS, `${told} told`);
  t.strictSame(await warned(), []);
});

t.test('of its stream: setMaxListeners() on that works', async (t) => {
  const warned = warnings(t);
  const pty = spawn('true');
  internals(pty)._socket.setMaxListeners(0);
  for (let i = 0; i < VIEWERS; i++) internals(pty)._socket.on('data', () => {});
  await within(pty.exited, 5000, 'the exit');
  t.strictSame(await warned(), []);
});

t.test('who wants the warning asks for it', async (t) => {
  const warned = warnings(t);
  const pty = spawn('true');
  t.equal(pty.getMaxListeners(), 0);
  t.equal(pty.setMaxListeners(2), pty);
  t.equal(pty.getMaxListeners(), 2);
  for (let i = 0; i < 3; i++) pty.on('data', () => {});
  await within(pty.exited, 5000, 'the exit');
  t.match(await warned(), [/MaxListeners|leak/]);
});
