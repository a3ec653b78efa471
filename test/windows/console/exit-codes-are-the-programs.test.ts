import t from 'tap';
import { run } from '../lib/probe';

for (const code of [0, 1, 42, 255, 256, 65_536]) {
  t.test(`exit code ${code}`, async (t) => {
    const { output, exitCode } = await run(['exit', `${code}`]);
    t.equal(exitCode, code);
    t.match(output, 'leaving');
  });
}
