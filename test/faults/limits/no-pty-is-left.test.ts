import t from 'tap';
import { answerIn } from '../../helpers/conditions';
import { folder } from '../../helpers/folder';
import { noMountNamespace } from '../../helpers/mountNamespace';
import { runProgram } from '../../helpers/runScript';
import { checkHealed, checkRefusals } from './check';
import type { AllPtys } from './ptyHost';

const HOST = require.resolve('./ptyHost');
const MOST = 16;

// As a container does it. The mounts are gone with the last process that sees them.
const IN_PRIVATE_DEVPTS = `set -e
  mount -t devpts -o newinstance,max=${MOST},ptmxmode=0666 devpts "$1"
  mount --bind "$1" /dev/pts
  mount --bind "$1/ptmx" /dev/ptmx
  shift
  exec "$@"`;

t.test('a devpts with max=16 is used up: ENOSPC', { skip: noMountNamespace() }, async (t) => {
  const words = ['-m', '/bin/sh', '-c', IN_PRIVATE_DEVPTS, 'sh', folder(t), process.execPath, HOST];
  const answer = answerIn<AllPtys>(await runProgram('unshare', words));
  t.equal(answer.opened, MOST, 'all of them can be had');
  const met = { name: 'devpts max', value: MOST, inUse: MOST };
  const refusal = { code: 'ENOSPC', syscall: 'posix_openpt', path: '/dev/ptmx', limit: met };
  const text = new RegExp(`devpts max is ${MOST}, ${MOST} in use.*: No space left on device$`);
  checkRefusals(t, answer.refusals, () => refusal, text);
  t.match(answer.openError, { ...refusal, message: text }, 'open() says the same');
  t.strictSame(answer.listed, [MOST, MOST, MOST - 1, 0], 'the mount counts as many as it should');
  checkHealed(t, answer);
});
