import { spawn } from 'flatpty';
import t from 'tap';
import { byLauncher } from '../helpers/byLauncher';
import { collect } from '../helpers/collect';

// ld.so complains once per dynamic program. spawn-helper is static, so that a library that is meant
// for the program does not run in it first.
t.test('a library to be preloaded is looked for once', async (t) => {
  const env = { LD_PRELOAD: '/no/such/library.so' };
  const answers = await byLauncher(async () => {
    const { output, exitCode } = await collect(spawn('/bin/true', [], { env }));
    return { complaints: output.split('/no/such/library.so').length - 1, exitCode };
  });
  for (const answer of Object.values(answers)) {
    t.strictSame(answer, { complaints: 1, exitCode: 0 });
  }
});
