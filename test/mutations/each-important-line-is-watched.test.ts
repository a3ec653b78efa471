// only in test:all: it runs a part of the small run ten times
// timeout: 600 s
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import t from 'tap';
import { mutant } from '../helpers/mutant';
import { MUTATIONS } from './mutations';

const SMALL = '0.1';
/** Less than usual, because what a mutant never does is waited for; the same without a mutant. */
const PATIENCE = '2';
/** For one test file that waits for what the mutant never does; in seconds. */
const LIMIT_S = 60;

interface Outcome {
  isRed: boolean;
  said: string;
}

/** Runs one file of the small run with another addon. */
function runFile(file: string, addon?: string): Outcome {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(__dirname, '..', file.replace(/ts$/, 'js'))],
    {
      encoding: 'utf8',
      timeout: LIMIT_S * 1000,
      killSignal: 'SIGKILL',
      maxBuffer: Number.POSITIVE_INFINITY,
      env: {
        ...process.env,
        ...(addon && { FLATPTY_ADDON: addon }),
        FLATPTY_TEST_SCALE: SMALL,
        FLATPTY_TEST_PATIENCE: PATIENCE,
        TAP: '1',
        TAP_TIMEOUT: String(LIMIT_S - 10),
      },
    },
  );
  return { isRed: status !== 0, said: `${signal ?? `exit code ${status}`}\n${stdout}${stderr}` };
}

t.test('the same files are green without a mutation', async (t) => {
  for (const file of new Set(MUTATIONS.flatMap(({ tests }) => tests))) {
    const { isRed, said } = runFile(file);
    t.notOk(isRed, isRed ? `${file}: ${said}` : file);
  }
});

for (const { what, tests, ...fault } of MUTATIONS) {
  t.test(`${what}: the small run is red`, async (t) => {
    const addon = mutant(fault);
    const red = tests.filter((file) => runFile(file, addon).isRed);
    t.strictSame(red, tests, 'each of the tests that watch this line');
  });
}
