import t from 'tap';
import type { Job, Trial, TrialResult } from './lib/job';
import { answerFrom, noShim, shimFor } from './lib/shim';

const HOST = require.resolve('./lib/host');
const runFaulty = shimFor(t);
const EPERM = 1;

/** System call numbers, which differ between architectures; arm64 has dup3 in place of dup2. */
const NUMBERS: Record<string, { setsid: number; dup2: number } | undefined> = {
  x64: { setsid: 112, dup2: 33 },
  arm64: { setsid: 157, dup2: 24 },
};

const numbers = NUMBERS[process.arch];
const skip = noShim ?? (numbers ? undefined : `no system call numbers of ${process.arch}`);

// What posix_spawn(3) does in its child before the helper runs: no library can get in between, so the
// kernel refuses it to the whole host, for good.
for (const call of ['setsid', 'dup2'] as const) {
  t.test(`${call} fails in the child of posix_spawn`, { skip }, async (t) => {
    const trials: Trial[] = [
      { when: 'always', spawnErrors: 'exit' },
      { when: 'always', spawnErrors: 'throw' },
    ];
    const job: Job = { fault: '', trials };
    const end = await runFaulty(HOST, [JSON.stringify([job])], {
      env: { FLATPTY_LAUNCHER: 'posix_spawn' },
      conditions: { refuse: [[numbers?.[call] as number, EPERM]] },
    });
    for (const { spawnErrors, faulty, second, residueAtEnd } of answerFrom<TrialResult[][]>(
      end,
    ).flat()) {
      for (const { error } of [faulty, second]) {
        const expected = { code: 'EPERM', syscall: 'posix_spawn', path: /\/spawn-helper$/ };
        t.match(error, expected, `'${spawnErrors}': thrown: ${error?.message}`);
      }
      t.strictSame(residueAtEnd, [], `'${spawnErrors}': nothing is kept`);
    }
    t.comment(`${call} in posix_spawn(3): EPERM posix_spawn`);
  });
}
