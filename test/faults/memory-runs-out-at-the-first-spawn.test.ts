// timeout: 600 s
import t from 'tap';
import type { First } from './lib/firstHost';
import { answerFrom, noShim, shimFor } from './lib/shim';

const HOST = require.resolve('./lib/firstHost');
const MOST = 500;
const NO_MEMORY = { code: 'ENOMEM', errno: -12, syscall: 'malloc' };
const runFaulty = shimFor(t);

// The mailbox, the reactor and its thread, the terminal and the launch. A process has one first
// spawn, so each takes a process.
t.test('each allocation of the JS thread fails once', { skip: noShim }, async (t) => {
  let told = 0;
  for (let nth = 1; nth < MOST; nth++) {
    const end = await runFaulty(HOST, ['new@node:ENOMEM', `nth=${nth}`]);
    if (end.exitCode !== 0) {
      t.fail(`the host dies of the failure of number ${nth}\n${end.stderr}`);
      continue;
    }
    const { hits, error, exitCode, residue, nextExitCode } = answerFrom<First>(end);
    if (hits === 0) {
      t.comment(`new, at the first spawn: ${nth - 1} allocations, ${told} told as an error`);
      t.ok(told > 0, 'some are told');
      return;
    }
    // Some can be done without.
    if (error === undefined) t.equal(exitCode, 7, `number ${nth}: the program runs all the same`);
    else t.match(error, NO_MEMORY, `number ${nth}: ${error.message}`);
    if (error !== undefined) told += 1;
    t.strictSame(residue, [], `number ${nth}: nothing is kept`);
    t.equal(nextExitCode, 7, `number ${nth}: the next one works`);
  }
  t.fail('there is no end to it');
});
