// timeout: 120 s
import './doubles';
import path from 'node:path';
import t from 'tap';
import type { DoctorResult } from '#lib/cli/doctor';
import type { StressResult } from '#lib/cli/stressVerdict';
import { runScript } from '../helpers/runScript';
import { EMULATED } from '../kqueue/addon';
import { ROOT } from '../native/gyp';

const CLI = path.join(ROOT, 'lib/cli.js');
// On Linux, the command takes itself for one on macOS.
const execArgv = EMULATED ? ['-r', path.join(ROOT, 'test/fixtures/on-darwin.js')] : [];

t.test('doctor, by libproc and sysctl', async (t) => {
  const args = ['doctor', '--json', '--count', '60'];
  const { exitCode, stdout, stderr } = await runScript(CLI, args, { execArgv, limitMs: 100_000 });
  t.equal(stderr, '');
  const { ok, facts, checks, stress } = JSON.parse(stdout) as DoctorResult;
  t.strictSame(
    checks.filter((check) => !check.ok),
    [],
  );
  t.strictSame(stress?.problems, []);
  t.equal(stress?.verdict, 'flat');
  t.equal(ok, true);
  t.equal(exitCode, 0);
  t.match(facts, { platform: 'darwin', libc: null, native: { exitWatch: 'EVFILT_PROC' } });
  t.ok(facts.ptys && facts.ptys.max >= 511, 'kern.tty.ptmx_max is known');
  t.ok(facts.descriptors?.limit && facts.descriptors.limit.soft > 0, 'and RLIMIT_NOFILE');
});

t.test('doctor for people names what raises each limit', async (t) => {
  const args = ['doctor', '--count', '10'];
  const { stdout } = await runScript(CLI, args, { execArgv, limitMs: 100_000 });
  t.match(stdout, 'sudo sysctl kern.tty.ptmx_max=999');
  t.match(stdout, 'sudo launchctl limit maxfiles');
  t.match(stdout, 'sudo launchctl limit maxproc');
});

t.test('stress counts what is left by what it points at', async (t) => {
  const args = ['stress', '--json', '--count', '30'];
  const { exitCode, stdout } = await runScript(CLI, args, { execArgv, limitMs: 100_000 });
  const result = JSON.parse(stdout) as StressResult;
  t.strictSame(result.problems, []);
  t.equal(exitCode, 0);
  t.equal(result.difference?.classes.find(({ name }) => name === 'ptmx')?.delta, 0);
});
