import t from 'tap';
import type { Spoiled } from '../fixtures/spoiled-host';
import { compile } from '../helpers/compile';
import { answerOf } from '../helpers/runScript';

const NONE = '0000000000000000';

t.test('dispositions and mask of a program, whatever the host has', async (t) => {
  const library = compile(t, 'spoil_signals.c', ['-shared', '-fPIC']);
  const { host, programs } = await answerOf<Spoiled>(require.resolve('../fixtures/spoiled-host'), [
    library,
  ]);
  t.equal(host.ignored, 'fffffffffffafeff', 'all ignored but SIGKILL, SIGCHLD and SIGSTOP');
  t.equal(host.blocked, 'fffffffffffbfeff', 'all blocked but SIGKILL and SIGSTOP');
  t.ok(Object.keys(programs).length >= 2, 'both launchers were tried');
  for (const [name, signals] of Object.entries(programs)) {
    t.strictSame(signals, { blocked: NONE, ignored: NONE, caught: NONE }, name);
  }
});
