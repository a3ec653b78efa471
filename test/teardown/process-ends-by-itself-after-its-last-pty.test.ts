import t from 'tap';
import { isAlive, killPid } from '../helpers/processes';
import { runScript } from '../helpers/runScript';
import { until } from '../helpers/until';

const HOST = require.resolve('../fixtures/host-that-ends-by-itself');

const cases: Record<string, string> = {
  heard: 'data exit',
  unheard: 'exited 4',
  paused: 'exit',
  failed: 'exit 1',
  killed: 'signal 1',
  destroyed: 'exit',
  'destroyed pair': 'text',
};

for (const [name, told] of Object.entries(cases)) {
  t.test(`neither too early nor never: ${name}`, async (t) => {
    const { exitCode, signal, stdout, stderr } = await runScript(HOST, [name], { limitMs: 15_000 });
    t.strictSame({ exitCode, signal, stderr }, { exitCode: 0, signal: null, stderr: '' });
    t.equal(stdout.trim(), told);
  });
}

t.test('at once when the pty is unreferenced, and hangs it up', async (t) => {
  const { exitCode, stdout } = await runScript(HOST, ['unreferenced'], { limitMs: 15_000 });
  const pid = Number(stdout);
  t.equal(exitCode, 0);
  t.teardown(() => killPid(pid));
  await until(() => !isAlive(pid), 5000, 'the hang-up');
});
