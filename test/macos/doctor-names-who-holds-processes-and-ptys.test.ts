// timeout: 120 s
import './doubles';
import path from 'node:path';
import { open, spawn } from 'flatpty';
import t from 'tap';
import type { ProcessReport } from '#lib/cli/processReport';
import { runScript } from '../helpers/runScript';
import { EMULATED } from '../kqueue/addon';
import { ROOT } from '../native/gyp';

const CLI = path.join(ROOT, 'lib/cli.js');
const execArgv = EMULATED ? ['-r', path.join(ROOT, 'test/fixtures/on-darwin.js')] : [];

t.test('by libproc', async (t) => {
  const pty = spawn('sleep', ['600']);
  const pair = open();
  t.teardown(() => {
    pair.destroy();
    pty.destroy();
  });
  const args = ['doctor', '--processes', '--json'];
  const { exitCode, stdout } = await runScript(CLI, args, { execArgv, limitMs: 60_000 });
  const report = JSON.parse(stdout) as ProcessReport & { available: boolean };
  t.equal(exitCode, 0);
  t.equal(report.available, true);
  t.ok(report.processes > 1 && report.threads >= report.processes, 'there are processes');
  const sleeps = report.byCommand.find(({ name }) => name === 'sleep');
  t.ok(sleeps && sleeps.processes >= 1, 'the program is among them');
  t.ok(
    report.bySession.some(({ name }) => name === `sleep [session ${pty.pid}]`),
    'in its session',
  );
  const own = report.ptys.find(({ pid }) => pid === process.pid);
  t.match(own, { masters: 2, slaves: 1 }, 'what this process has open of ptys');
});
