import t from 'tap';
import { CLI } from '../helpers/cli';
import { runStressCommand } from '../helpers/runStress';

t.test('after some 1,000 descriptors have piled up the run gives up, and says so', async (t) => {
  const lib = require.resolve('../fixtures/hoarding-drop-in');
  const { exitCode, result } = await runStressCommand(CLI, ['--lib', lib, '--count', '500'], {});
  t.equal(exitCode, 1);
  t.equal(result.verdict, 'not flat');
  t.match(result.problems.join('\n'), /^given up: \d+ descriptors have piled up$/m);
  t.strictSame(
    result.phases.map(({ name }) => name),
    ['sequence'],
    'nothing else was begun',
  );
  const done = result.phases[0]?.done ?? 0;
  t.ok(done >= 100 && done < 500, `${done} ptys`);
});
