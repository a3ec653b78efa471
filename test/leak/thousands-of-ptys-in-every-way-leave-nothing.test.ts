// timeout: 400 s
import path from 'node:path';
import t from 'tap';
import { binding } from '#lib/addon/addon';
import type { Change } from '#lib/cli/census';
import { runStressCommand } from '../helpers/runStress';
import { scaled } from '../helpers/scale';

const changed = (changes: Change[]) => changes.filter(({ delta }) => delta !== 0);

/** In sequence; 40 % as many in waves of 200 at once, and 20 % as many launches that fail. */
const counts = binding.launchers().map((launcher, at) => ({
  launcher,
  // Thousands by the platform's own launcher at any scale, hundreds by the others.
  sequence: at === 0 ? scaled(5000, 2000) : scaled(5000, 500),
}));

for (const { launcher, sequence } of counts) {
  const waves = sequence * 0.4;
  const failing = sequence * 0.2;
  t.test(`${sequence} + ${waves} + ${failing} failing ptys, launcher ${launcher}`, async (t) => {
    const cli = path.join(__dirname, '../../lib/cli.js');
    const { exitCode, result } = await runStressCommand(cli, ['--count', `${sequence}`], {
      FLATPTY_LAUNCHER: launcher,
    });
    const { sizes, phases, before, after, difference, rss, peak, pileUp } = result;

    t.strictSame(result.problems, [], 'nothing speaks against it');
    t.equal(exitCode, 0);
    t.equal(result.verdict, 'flat');
    t.strictSame(sizes, { sequence, waves, waveSize: 200, failing });
    t.strictSame(
      phases.map(({ name, planned, done, failures }) => ({ name, planned, done, failures })),
      [
        { name: 'sequence', planned: sequence, done: sequence, failures: 0 },
        { name: 'waves', planned: waves, done: waves, failures: 0 },
        { name: 'failing', planned: failing, done: failing, failures: 0 },
      ],
    );
    if (!before.available || !after.available || difference === null) {
      t.fail('no census was taken');
      return;
    }
    t.strictSame(changed(difference.classes), [], 'descriptors, by what they point at');
    t.strictSame(changed(difference.targets), []);
    t.ok(difference.ptys.unexplained <= 0, 'ptys in use in the kernel');
    t.equal(difference.threads.delta, 0);
    t.equal(after.threads.length - (result.threadsAtStart ?? Number.NaN), 1, 'one thread more');
    t.strictSame(after.zombies, []);
    t.ok(peak !== null && peak >= 200, `${peak} ptys open at once`);
    t.ok(pileUp !== null && pileUp <= 8, `${pileUp} descriptors waited to be closed`);
    t.equal(rss.flat, true);
    t.comment(
      `${launcher}: ${(result.ms / 1000).toFixed(1)} s, ` +
        `${(rss.growth / 1e6).toFixed(2)} MB more resident over the last half of the sequence`,
    );
  });
}
