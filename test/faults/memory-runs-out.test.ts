// timeout: 600 s
import t, { type Test } from 'tap';
import { launchers } from '../helpers/launcherNames';
import { scaled } from '../helpers/scale';
import { noShim, shimFor } from './lib/shim';
import type { SweepStep } from './lib/sweepHost';

const HOST = require.resolve('./lib/sweepHost');
const skip = noShim;
const runFaulty = shimFor(t);

const ASCII = ',';
// A character of three bytes, so that there is something to decode and to cut in two.
const WIDE = '€';

// Each allocation of the addon, in the JS thread and in the I/O thread, fails once, while a program
// prints this many bytes.
const CALLS: [call: string, bytes: number, separator: string][] = [
  ['malloc', 10_000, ASCII],
  ['calloc', 10_000, ASCII],
  ['new[]@node', 100_000, ASCII],
  ['new@node', 100_000, ASCII],
  ['new[]@flatpty', 500_000, ASCII],
  ['new[]@flatpty', 300_000, WIDE],
  // One for each piece that is told.
  ['new@flatpty', scaled(4_000_000, 1_000_000), ASCII],
];

/** All steps; after one that has ended the host they go on in a new one. */
async function sweep(
  [call, bytes, separator]: (typeof CALLS)[number],
  launcher: string,
  use = 'spawn',
): Promise<(SweepStep & { died?: string })[]> {
  const steps: (SweepStep & { died?: string })[] = [];
  for (;;) {
    const from = String((steps.at(-1)?.nth ?? 0) + 1);
    const end = await runFaulty(HOST, [`${call}:ENOMEM`, from, String(bytes), separator, use], {
      env: { FLATPTY_LAUNCHER: launcher },
    });
    const some: SweepStep[] = JSON.parse(end.answer);
    steps.push(...some);
    const last = steps.at(-1);
    if (end.exitCode === 0 || !last) return steps;
    last.died = end.signal ?? `exit code ${end.exitCode}`;
  }
}

function check(t: Test, { nth, ended, died }: SweepStep & { died?: string }) {
  if (!ended) {
    t.fail(`the host dies of the failure of number ${nth}: ${died}`);
    return;
  }
  const { error, difference, exitCode, residue, next } = ended;
  const found = error
    ? { code: error.code, errno: error.errno, syscall: error.syscall }
    : { difference, exitCode };
  const good = error
    ? { code: 'ENOMEM', errno: -12, syscall: 'malloc' }
    : { difference: 'same', exitCode: 0 };
  t.strictSame(found, good, `number ${nth}: ${error?.message ?? 'it works'}`);
  t.strictSame(residue, [], `number ${nth}: nothing is kept`);
  t.equal(next, 'same', `number ${nth}: the next one works`);
}

for (const [at, launcher] of launchers.entries()) {
  // What comes after the launch is the same for all.
  for (const job of at === 0 ? CALLS : CALLS.filter(([call]) => !call.endsWith('@flatpty'))) {
    const name = `${job[0]}, with ${job[2]} in the output`;
    t.test(`each ${name}, fails once (${launcher})`, { skip }, async (t) => {
      const steps = await sweep(job, launcher);
      const hit = steps.filter(({ ended }) => ended?.hits !== 0);
      for (const step of hit) check(t, step);
      // The launchers allocate in their own ways; malloc(3) and calloc(3) are vfork's.
      if (hit.length === 0) t.pass(`there is none in ${launcher}`);
      const thrown = hit.filter(({ ended }) => ended?.error).length;
      t.comment(`${name}, ${launcher}: ${hit.length} allocations, ${thrown} told as an error`);
    });
  }
}

// No terminal holds its child: one that is forgotten half-way is never reaped.
for (const launcher of launchers) {
  t.test(`each new@node of native.fork fails once (${launcher})`, { skip }, async (t) => {
    const steps = await sweep(['new@node', 1000, ASCII], launcher, 'native.fork');
    const hit = steps.filter(({ ended }) => ended?.hits !== 0);
    t.ok(hit.length > 5, `${hit.length} allocations`);
    for (const step of hit) check(t, step);
  });
}
