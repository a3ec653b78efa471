import { spawn as spawnChild } from 'node:child_process';
import { once } from 'node:events';
import { spawn } from 'flatpty';
import t, { type Test } from 'tap';
import type { ProcessReport } from '#lib/cli/processReport';
import { flatpty } from '../helpers/cli';
import { compile } from '../helpers/compile';
import { isProgram } from '../helpers/processes';

const WAITING = 70;
const ENDED = 30;

/** Starts the hoarder, for the length of the test, and returns its pid. */
async function hoarder(t: Test): Promise<number> {
  const child = spawnChild(compile(t, 'hoards.c'), [`${WAITING}`, `${ENDED}`], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.teardown(async () => {
    const gone = once(child, 'exit');
    child.stdin.end();
    await gone;
  });
  await once(child.stdout, 'data');
  return child.pid as number;
}

const skip = process.platform === 'linux' ? false : 'Linux only';

t.test('--processes --json: by command, session, zombie parent and pty', { skip }, async (t) => {
  const parent = await hoarder(t);
  const pty = spawn('sleep', ['1000']);
  t.teardown(() => pty.kill('SIGKILL'));
  await isProgram(pty.pid, 'sleep'); // before its exec it has the descriptors of this process
  const { exitCode, stdout, stderr } = await flatpty(['doctor', '--processes', '--json']);
  t.equal(stderr, '');
  t.equal(exitCode, 0);
  const report = JSON.parse(stdout) as ProcessReport;
  const all = WAITING + ENDED + 1;
  const command = report.byCommand.find(({ name }) => name === 'hoards');
  // Another run of this test may have some of its own.
  t.ok(command && command.processes >= all, `${command?.processes} processes`);
  const session = report.bySession.find(({ name }) => name === `hoards [session ${parent}]`);
  t.match(session, { processes: all });
  t.match(
    report.zombiesByParent.find((share) => share.parent === parent),
    { command: 'hoards', zombies: ENDED },
  );
  t.match(
    report.ptys.find(({ pid }) => pid === process.pid),
    { masters: 1 },
  );
  t.match(
    report.ptys.find(({ pid }) => pid === pty.pid),
    { masters: 0, slaves: 1 },
  );
  t.match(
    report.terminals.find(({ session }) => session === pty.pid),
    {
      terminal: pty.ptsName.slice('/dev/'.length),
      command: 'sleep',
      processes: 1,
      holder: { pid: process.pid },
    },
    'its terminal, by tty_nr, and who holds the master',
  );
  t.ok(report.threads >= report.processes - report.zombies, `${report.threads} threads`);
  t.ok(report.zombies >= ENDED, `${report.zombies} zombies`);
  t.match(
    report.limits.map(({ name }) => name),
    ['kernel.pid_max', 'kernel.threads-max'].sort(),
    'at least the limits of the machine',
  );
});

t.test('--processes for people: headings, and one line for the suspect', { skip }, async (t) => {
  await hoarder(t);
  const { exitCode, stdout } = await flatpty(['doctor', '--processes']);
  t.equal(exitCode, 0);
  for (const heading of ['Processes', 'Limits', 'By command', 'By session', 'By user']) {
    t.match(stdout, new RegExp(`^${heading}$`, 'm'));
  }
  t.match(stdout, /^ {2}hoards +[1-9]\d\d processes, /m);
  t.match(stdout.trim().split('\n').at(-1), /\d+ of [\d,]+: /);
});
