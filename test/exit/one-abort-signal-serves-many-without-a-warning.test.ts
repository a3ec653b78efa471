import { getEventListeners } from 'node:events';
import { spawn } from 'flatpty';
import t from 'tap';
import { within } from '../helpers/until';

const MANY = 50; // Node warns from the eleventh listener on

t.test('spawned with one signal and ended by it', async (t) => {
  const warnings: string[] = [];
  const warned = (warning: Error) => warnings.push(warning.message);
  process.on('warning', warned);
  t.teardown(() => process.off('warning', warned));
  const controller = new AbortController();
  const { signal } = controller;
  const ptys = Array.from({ length: MANY }, () => spawn('sleep', ['60'], { signal }));
  t.equal(getEventListeners(signal, 'abort').length, 1);
  controller.abort();
  const ends = await within(Promise.all(ptys.map((pty) => pty.exited)), 20_000, 'the exits');
  t.strictSame([...new Set(ends.map((end) => end.signal))], [1]);
  t.strictSame(warnings, []);
});

t.test('those that are over leave it to the others', async (t) => {
  const controller = new AbortController();
  const { signal } = controller;
  const first = spawn('true', [], { signal });
  const second = spawn('sleep', ['60'], { signal });
  await within(first.exited, 5000, 'the exit of the first');
  const third = spawn('sleep', ['60'], { signal });
  controller.abort();
  await within(Promise.all([second.exited, third.exited]), 5000, 'the exits of the others');
  t.strictSame([second.signalCode, third.signalCode], ['SIGHUP', 'SIGHUP']);
  t.equal(getEventListeners(signal, 'abort').length, 0);
});
