import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import t, { type Test } from 'tap';
import { CLI } from '../helpers/cli';
import { folder } from '../helpers/folder';
import { killPid, statOf } from '../helpers/processes';
import { children } from '../helpers/serverProcess';
import { until, within } from '../helpers/until';

const MS = 20_000;

interface Running {
  child: ChildProcess;
  /** What the command has in the temporary folder. */
  files(): string[];
}

/** Starts `flatpty` with pipes and a temporary folder of its own, and waits until there is something in that. */
async function start(t: Test, args: string[]): Promise<Running> {
  const place = folder(t);
  const files = () => readdirSync(place);
  const env = { ...process.env, TMPDIR: place };
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  t.teardown(() => child.kill('SIGKILL'));
  child.stderr?.resume();
  await until(() => files().length > 0, MS, 'something in the temporary folder');
  return { child, files };
}

const LIBRARY = require.resolve('../fixtures/drop-in-that-hangs-at-the-end');
const ARGS = ['stress', '--count', '5', '--lib', LIBRARY];

for (const [signal, exitCode] of [
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  t.test(signal, async (t) => {
    const { child, files } = await start(t, ARGS);
    child.stdout?.resume();
    child.kill(signal);
    const [code] = await within(once(child, 'exit'), MS, 'the end');
    t.equal(code, exitCode);
    t.strictSame(files(), []);
  });
}

t.test('its reader goes away', async (t) => {
  const { child, files } = await start(t, ARGS);
  child.stdout?.destroy();
  const end = once(child, 'exit');
  // It notices when it next has something to say, which is after the program that hangs.
  const pid = child.pid as number;
  const hanging = () => children(pid).find((each) => statOf(each)?.name === 'sleep');
  killPid(await until(hanging, MS, 'the program that hangs'));
  t.equal((await within(end, MS, 'the end'))[0], 1);
  t.strictSame(files(), []);
});

t.test('asked twice, it ends at once, and leaves nothing either', async (t) => {
  const { child, files } = await start(t, ARGS);
  child.stdout?.resume();
  const end = once(child, 'exit');
  child.kill('SIGINT');
  child.kill('SIGTERM');
  await within(end, MS, 'the end');
  t.strictSame(files(), []);
});
