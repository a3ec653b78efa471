import { randomUUID } from 'node:crypto';
import { type Pty, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { CLI } from '../helpers/cli';
import { MARK, markedWith } from '../helpers/marked';
import { killPid } from '../helpers/processes';
import { type Talk, talk } from '../helpers/talk';
import { until, within } from '../helpers/until';

const RUNS: Record<string, string[]> = {
  'in sequence': ['stress', '--count', '100000'],
  'in live traffic': ['stress', '--minutes', '60'],
  'in the leak run of the doctor': ['doctor', '--count', '100000'],
};

interface Running {
  pty: Pty;
  shown: Talk;
  /** Pids of the command and everything it has started. */
  family(): number[];
}

/** Starts `flatpty` on a terminal and waits until it is in the middle of its ptys. */
async function start(t: Test, args: string[]): Promise<Running> {
  const mark = randomUUID();
  const env = { ...process.env, [MARK]: mark };
  const pty = spawn(process.execPath, [CLI, ...args], { cols: 100, env });
  t.teardown(() => markedWith(mark).forEach(killPid));
  const shown = talk(pty);
  const family = () => markedWith(mark);
  await shown.expect(/\d ptys/, 20_000);
  await until(() => family().length > 1, 20_000, 'a child');
  return { pty, shown, family };
}

for (const [title, args] of Object.entries(RUNS)) {
  t.test(`^C ${title}: exit code 130, no verdict, nothing left`, async (t) => {
    const { pty, shown, family } = await start(t, args);
    pty.write('\x03');
    const { exitCode } = await within(pty.exited, 20_000, 'the end');
    t.equal(exitCode, 130);
    t.match(shown.output(), /Interrupted after [\d,]+ ptys; no verdict/);
    t.notMatch(shown.output(), /Flat|Faulty/);
    t.strictSame(family(), []);
  });

  t.test(`SIGTERM ${title}: exit code 143, nothing left`, async (t) => {
    const { pty, family } = await start(t, args);
    pty.kill('SIGTERM');
    const { exitCode } = await within(pty.exited, 20_000, 'the end');
    t.equal(exitCode, 143);
    t.strictSame(family(), []);
  });

  // Nobody is left to end the children: closing their terminals hangs them up.
  t.test(`SIGKILL ${title}: nothing left`, async (t) => {
    const { pty, family } = await start(t, args);
    pty.kill('SIGKILL');
    await within(pty.exited, 20_000, 'the end');
    await until(() => family().length === 0, 10_000, 'the end of what it had started');
    t.pass();
  });
}

t.test('^C twice ends it at once', async (t) => {
  const { pty, family } = await start(t, ['stress', '--minutes', '60']);
  pty.write('\x03\x03');
  const { exitCode } = await within(pty.exited, 20_000, 'the end');
  t.equal(exitCode, 130);
  await until(() => family().length === 0, 10_000, 'the end of what it had started');
});

t.test('its terminal is closed', async (t) => {
  const { pty, family } = await start(t, ['stress', '--minutes', '60']);
  pty.destroy();
  await within(pty.exited, 20_000, 'the end');
  await until(() => family().length === 0, 10_000, 'the end of what it had started');
  t.pass();
});
