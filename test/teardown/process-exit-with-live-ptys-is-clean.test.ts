import { endWithLivePtys } from '../helpers/endWithLivePtys';
import { perMainLauncher } from '../helpers/launchers';

perMainLauncher('process.exit() with 30 live ptys hangs them up', async (t) => {
  for (const ending of ['process.exit', 'exit listener'] as const) {
    const { exitCode, signal, stderr, pids } = await endWithLivePtys(ending);
    t.equal(signal, null, ending);
    t.equal(exitCode, 7, ending);
    t.equal(stderr, '', ending);
    t.equal(pids.length, 20, 'cat and yes, which end only by the hang-up');
  }
});
