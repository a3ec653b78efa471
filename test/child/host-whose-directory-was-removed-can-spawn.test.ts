import t from 'tap';
import type { WithoutDirectory } from '../fixtures/host-without-directory';
import { answerOf } from '../helpers/runScript';

t.test('a program starts elsewhere, or right where the host is', async (t) => {
  const answers = await answerOf<WithoutDirectory[]>(
    require.resolve('../fixtures/host-without-directory'),
  );
  t.ok(answers.length > 0);
  for (const { launcher, elsewhere, here, relative } of answers) {
    t.match(elsewhere, { output: 'PWD=/ at /\r\n', exitCode: 0 }, `${launcher}: elsewhere`);
    t.match(here.output, /started\r\n$/, `${launcher}: where the host is`);
    t.equal(here.exitCode, 0, launcher);
    t.match(
      relative,
      { output: 'chdir(2) failed.: No such file or directory\r\n', exitCode: 1 },
      `${launcher}: a relative cwd leads nowhere`,
    );
  }
});
