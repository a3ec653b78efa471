import t from 'tap';
import { isAlive, killPid } from '../helpers/processes';
import { runScript } from '../helpers/runScript';
import { until } from '../helpers/until';

t.test('a slow consumer of a program that prints for ever: the process ends', async (t) => {
  const host = require.resolve('../fixtures/unreferenced-flood-host');
  const { exitCode, signal, stdout } = await runScript(host, []);
  t.strictSame({ exitCode, signal }, { exitCode: 0, signal: null });
  const program = Number(stdout);
  t.teardown(() => killPid(program));
  await until(() => !isAlive(program), 10_000, 'the program to be hung up');
});
