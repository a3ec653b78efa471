// timeout: 300 s
import './addon';
import { spawn } from 'flatpty';
import { collect } from '../helpers/collect';
import { difference, numbered } from '../helpers/numbered';
import { scripted } from './scripted';

const RUNS = 20;
const BYTES = 30 * 1024;

for (const order of [
  'exit-first',
  'exit-first,unreapable=20',
  'eof-first,late=20',
  'xnu,late=20',
]) {
  scripted(`all output, then close, then exit, ${RUNS} times`, order, async (t) => {
    const { file, args, expected } = numbered(BYTES);
    const wrong: unknown[] = [];
    for (let i = 0; i < RUNS; i++) {
      const { output, exitCode, events } = await collect(spawn(file, args));
      const what = difference(output, expected);
      const last = events.slice(-3).join();
      if (what !== 'same' || exitCode !== 0 || last !== 'data,close,exit') {
        wrong.push([what, exitCode, last]);
      }
    }
    t.strictSame(wrong, []);
  });
}
