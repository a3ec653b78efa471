import t from 'tap';
import type { Forgotten } from '../fixtures/forgotten-ptys';
import { answerOf } from '../helpers/runScript';

t.test('a running pty without a reference is neither closed nor silenced', async (t) => {
  const script = require.resolve('../fixtures/forgotten-ptys');
  const { alive, masters, heard, exit } = await answerOf<Forgotten>(script, ['live'], {
    execArgv: ['--expose-gc'],
  });
  t.equal(alive, true, 'the program runs');
  t.equal(masters, 1, 'the master is open');
  t.match(heard, /still there/, 'output is told');
  t.match(exit, { exitCode: 5 }, 'the exit is told');
});
