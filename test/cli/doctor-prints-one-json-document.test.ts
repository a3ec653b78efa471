import t from 'tap';
import { describeNative } from '#lib/addon/addon';
import type { DoctorResult } from '#lib/cli/doctor';
import { flatpty } from '../helpers/cli';

const CHECKS = ['open', 'prompt', 'typing', 'size', 'resize', '^C', 'exit'];

t.test('doctor --json: facts, checks and a leak run of as many ptys as asked for', async (t) => {
  const { exitCode, stdout, stderr } = await flatpty(['doctor', '--json', '--count', '40']);
  t.equal(stderr, '');
  const { ok, facts, checks, stress } = JSON.parse(stdout) as DoctorResult;
  t.strictSame(
    checks.map((check) => [check.name, check.ok]),
    CHECKS.map((name) => [name, true]),
  );
  t.strictSame(stress?.problems, []);
  t.equal(stress?.verdict, 'flat');
  t.strictSame(
    stress?.phases.map(({ name, planned, done, failures }) => [name, planned, done, failures]),
    [
      ['sequence', 20, 20, 0],
      ['waves', 16, 16, 0],
      ['failing', 4, 4, 0],
    ],
  );
  t.equal(ok, true);
  t.equal(exitCode, 0);
  t.match(facts, {
    platform: process.platform,
    arch: process.arch,
    kernel: /^\w+ \d/,
    runtime: `Node.js ${process.versions.node}`,
    flatpty: /^\d+\.\d+\.\d+/,
    native: describeNative(),
  });
  for (const check of checks) {
    t.ok(check.ms > 0 && check.detail.length > 0, `${check.name}: ${check.detail}`);
  }
});

t.test('an addon that does not load is a finding, with exit code 1', async (t) => {
  const env = { FLATPTY_ADDON: '/no/such/addon.node' };
  const { exitCode, stdout, stderr } = await flatpty(['doctor', '--json'], { env });
  t.equal(stderr, '');
  const { ok, facts, checks, stress } = JSON.parse(stdout) as DoctorResult;
  t.strictSame(
    { exitCode, ok, native: facts.native, stress },
    {
      exitCode: 1,
      ok: false,
      native: null,
      stress: null,
    },
  );
  t.strictSame(
    checks.map((check) => [check.name, check.ok]),
    [['load', false]],
  );
  t.match(checks[0]?.detail, /\/no\/such\/addon\.node/);
});
