// only in test:all: it runs a part of the small run once more for each of the lines
// timeout: 900 s
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import t from 'tap';
import { mutant } from '../helpers/mutant';
import { MUTATIONS, type Mutation } from './mutations';

/** For one test file, which may wait for what a mutant never does; in seconds. */
const LIMIT_S = 60;
const SMALL_RUN = {
  FLATPTY_TEST_SCALE: '0.1',
  // The same with a mutant and without: less than usual, because some are waited for in vain.
  FLATPTY_TEST_PATIENCE: '2',
  TAP: '1',
  TAP_TIMEOUT: String(LIMIT_S),
};

/**
 * What a file of the small run says up to its first failure, where it is ended: what else a mutant never does
 * is not waited for. Undefined when it is green.
 */
async function failureOf(
  file: string,
  env: NodeJS.ProcessEnv = {},
  execArgv: string[] = [],
): Promise<string | undefined> {
  const script = path.join(__dirname, '..', file.replace(/ts$/, 'js'));
  const child = spawn(process.execPath, [...execArgv, script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...SMALL_RUN, ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      said += text;
      if (/^ *not ok /m.test(said)) child.kill('SIGKILL');
    });
  }
  const [exitCode, signal] = await once(child, 'close');
  return exitCode === 0 ? undefined : `exit code ${exitCode}, signal ${signal}\n${said}`;
}

function failureWith({ native, typescript }: Mutation, file: string): Promise<string | undefined> {
  if (native) return failureOf(file, { FLATPTY_ADDON: mutant(native) });
  const hook = require.resolve('../fixtures/mutated-module');
  return failureOf(file, { FLATPTY_TS_FAULT: JSON.stringify(typescript) }, ['--require', hook]);
}

t.test('the same files are green without a mutation', async (t) => {
  for (const file of new Set(MUTATIONS.flatMap(({ tests }) => tests))) {
    t.equal(await failureOf(file), undefined, file);
  }
});

for (const mutation of MUTATIONS) {
  t.test(`${mutation.what}: the small run is red`, async (t) => {
    for (const file of mutation.tests) {
      const failure = await failureWith(mutation, file);
      // A place that has moved or a fault that does not compile is no finding.
      t.match(failure, /^ *not ok /m, `${file} fails by an assertion`);
    }
  });
}
