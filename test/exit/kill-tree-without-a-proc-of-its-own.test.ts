import t from 'tap';
import type { BlindAnswer } from '../fixtures/kill-tree-blind-host';
import { answerIn } from '../helpers/conditions';
import { noMountNamespace } from '../helpers/mountNamespace';
import { runProgram } from '../helpers/runScript';

const HOST = require.resolve('../fixtures/kill-tree-blind-host');
const NODE = [process.execPath, HOST];
const HIDING =
  'mount -t proc -o hidepid=2 proc /proc && exec setpriv --reuid=61236 --regid=61236 --clear-groups "$@"';

// Pid 1 reaps orphans, which the job becomes.
const REAPING = '"$@" & wait $!';

/** What makes /proc missing, foreign or incomplete: arguments of unshare(1) before the program. */
const places: [name: string, words: string[], unseen: RegExp][] = [
  ['no /proc', ['-m', 'sh', '-c', 'mount -t tmpfs none /proc && exec "$@"', 'sh'], /missing/],
  [
    'the /proc of another pid namespace',
    ['-p', '-f', '--kill-child', 'sh', '-c', REAPING, 'sh'],
    /another pid namespace/,
  ],
  ['a /proc that hides processes', ['-m', 'sh', '-c', HIDING, 'sh'], /hidepid/],
];

for (const [name, words, unseen] of places) {
  t.test(
    `with ${name} the session is ended all the same`,
    { skip: noMountNamespace() },
    async (t) => {
      const answer = answerIn<BlindAnswer>(await runProgram('unshare', [...words, ...NODE]));
      t.equal(answer.signal, 9, 'the program, which ignores SIGHUP, was killed');
      t.strictSame(answer.alive, [false, false], 'and so was its job in a group of its own');
      t.match(answer.unseen, unseen, 'killTree() says what it could not see');
    },
  );
}
