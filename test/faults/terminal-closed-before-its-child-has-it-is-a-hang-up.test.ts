// timeout: 120 s
// destroy() right after spawn() closes the master; on a busy machine the child has not come to its terminal by
// then, and the kernel says EIO there. Some later the same close is a SIGHUP: to the caller it is one and the same.
import { constants } from 'node:os';
import t from 'tap';
import type { HungUp } from './lib/hungUpHost';
import { answerFrom, noShim, shimFor } from './lib/shim';

const HOST = require.resolve('./lib/hungUpHost');
const skip = noShim;
const runFaulty = shimFor(t);
const RULES = { vfork: 'TIOCSCTTY:EIO', posix_spawn: 'helper@ioctl:EIO' };

for (const [launcher, rule] of Object.entries(RULES)) {
  t.test(launcher, { skip }, async (t) => {
    const env = { FLATPTY_LAUNCHER: launcher };
    const answer = answerFrom<HungUp>(await runFaulty(HOST, [rule], { env }));
    t.match(answer, { exitCode: 0, signal: constants.signals.SIGHUP, output: '' });
    t.equal(answer.spawnError, undefined, 'nothing has failed');
  });
}
