import { constants } from 'node:os';
import t, { type Test } from 'tap';
import { answerIn, conditionsFor } from '../helpers/conditions';
import { launchers } from '../helpers/launcherNames';

// On x86_64 threads come by clone3 and vfork has a number of its own, so that a filter by number hits
// the launcher alone.
const CLONE = 56;
const VFORK = 58;
const CLOSE_RANGE = 436;
const UNAME26 = 0x0020000; // uname(2) says 2.6.something
const STARTED = { output: 'as asked 1\r\n', exitCode: 7 };
const HOST = require.resolve('../fixtures/clone-host');
const skip =
  !(launchers.includes('clone') && process.arch === 'x64') && 'the number is that of x86_64';

async function check(
  t: Test,
  codes: (keyof typeof constants.errno)[],
  by: (code: string) => object,
) {
  const run = conditionsFor(t);
  for (const code of codes) {
    const end = await run({ refuse: [[CLONE, constants.errno[code]]] }, HOST);
    t.strictSame(answerIn(end), by(code), code);
  }
}

t.test('the program runs all the same', { skip }, (t) =>
  check(t, ['EINVAL', 'ENOSYS', 'EPERM'], () => STARTED),
);

t.test('a real want is an error', { skip }, (t) =>
  check(t, ['EAGAIN', 'ENOMEM'], (code) => ({ code, syscall: 'clone' })),
);

t.test(
  'where its child cannot leave the table of descriptors, as before Linux 5.9, it is vfork',
  { skip },
  async (t) => {
    const run = conditionsFor(t);
    const { ENOSYS, EPERM } = constants.errno;
    const end = await run({ refuse: [[CLOSE_RANGE, ENOSYS]] }, HOST);
    t.strictSame(answerIn(end), STARTED, 'the program runs');
    const refuse: [number, number][] = [
      [CLOSE_RANGE, ENOSYS],
      [VFORK, EPERM],
    ];
    const without = await run({ refuse }, HOST);
    t.strictSame(answerIn(without), { code: 'EPERM', syscall: 'fork' }, 'it is vfork indeed');
  },
);

t.test('the version that the kernel tells decides nothing', { skip }, async (t) => {
  const run = conditionsFor(t);
  const { EACCES, EPERM } = constants.errno;
  const old = { personality: UNAME26 };
  const end = await run({ ...old, refuse: [[VFORK, EPERM]] }, HOST);
  t.strictSame(answerIn(end), STARTED, 'it is clone');
  const without = await run({ ...old, refuse: [[CLONE, EACCES]] }, HOST);
  t.strictSame(answerIn(without), { code: 'EACCES', syscall: 'clone' }, 'it is clone indeed');
});
