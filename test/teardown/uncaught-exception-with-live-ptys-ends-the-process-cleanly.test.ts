import t from 'tap';
import { endWithLivePtys } from '../helpers/endWithLivePtys';

for (const ending of ['data listener throws', 'exit listener throws'] as const) {
  t.test(`a ${ending} while 30 ptys live`, async (t) => {
    const { exitCode, signal, stderr, pids } = await endWithLivePtys(ending);
    t.equal(signal, null, 'no abort');
    t.equal(exitCode, 1);
    t.match(
      stderr,
      /Error: on purpose\n {4}at .*host-that-ends-with-live-ptys/,
      'node tells where',
    );
    t.equal(pids.length, 20);
  });
}
