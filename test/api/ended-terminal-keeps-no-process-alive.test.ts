import { setImmediate as turn } from 'node:timers/promises';
import { open, spawn } from 'flatpty';
import t from 'tap';
import { within } from '../helpers/until';

/** What keeps this process's event loop alive, without what is tap's. */
function held(): string[] {
  return process.getActiveResourcesInfo().sort();
}

t.test('after its exit there is no timer and no handle left', async (t) => {
  const before = held();
  const ptys = Array.from({ length: 5 }, () => spawn('true'));
  for (const pty of ptys) pty.onData(() => {});
  const exited = Promise.all(ptys.map((pty) => pty.exited));
  await within(exited, 10_000, 'the exits');
  await turn();
  t.strictSame(held(), before);
});

t.test('an unreferenced terminal adds none when it ends', async (t) => {
  const before = held();
  const pty = spawn('true');
  pty.unref();
  pty.onData(() => {});
  const keepAlive = setInterval(() => {}, 1000);
  await within(pty.exited, 10_000, 'the exit');
  clearInterval(keepAlive);
  await turn();
  t.strictSame(held(), before);
});

t.test('nor does one that was opened and destroyed', async (t) => {
  const before = held();
  const pair = open();
  const closed = new Promise<void>((resolve) => {
    pair.onClose(resolve);
  });
  pair.destroy();
  await within(closed, 10_000, 'the close');
  await turn();
  t.strictSame(held(), before);
});
