import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import { isAlive, killPid } from '../helpers/processes';
import { until, within } from '../helpers/until';

interface Host {
  child: ChildProcess;
  output(): string;
  pid(): Promise<number>;
}

function start(t: { teardown(end: () => void): void }, action: string): Host {
  const script = require.resolve('../fixtures/referenced-host');
  const child = spawn(process.execPath, [script, action], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  return {
    child,
    output: () => output,
    pid: async () => Number(await until(() => /^\d+\n/.exec(output)?.[0], 10_000, 'the pid')),
  };
}

for (const action of ['unref', 'unref the socket', 'pause, unref', 'unref, open and unref']) {
  t.test(`${action}: the process ends at once, and its program with it`, async (t) => {
    const { child, output, pid } = start(t, action);
    const [code, signal] = await within(once(child, 'close'), 10_000, 'the end of the host');
    t.strictSame([code, signal], [0, null]);
    const program = await pid();
    t.teardown(() => killPid(program));
    t.notMatch(output(), /exit/, 'it did not wait for the exit');
    await until(() => !isAlive(program), 10_000, 'the program to be hung up');
    t.notOk(isAlive(program));
  });
}

for (const action of ['nothing', 'unref, ref', 'unref twice, ref once', 'pause']) {
  t.test(`${action}: the process lives as long as the program`, async (t) => {
    const { child, output, pid } = start(t, action);
    const program = await pid();
    t.teardown(() => killPid(program));
    // One that does not wait for its program, and was started later, has ended by then.
    await once(start(t, 'unref').child, 'close');
    t.ok(isAlive(program));
    t.equal(child.exitCode, null, 'it is still there');
    process.kill(program, 'SIGTERM');
    const [code] = await within(once(child, 'close'), 10_000, 'the end of the host');
    t.equal(code, 0);
    t.match(output(), /exit 15/);
  });
}
