// timeout: 400 s
import path from 'node:path';
import { binding } from 'flatpty/lib/addon/addon';
import type { Change } from 'flatpty/lib/cli/census';
import t from 'tap';
import { runStressCommand } from '../helpers/runStress';

const changed = (changes: Change[]) => changes.filter(({ delta }) => delta !== 0);

for (const launcher of binding.launchers()) {
  t.test(`5,000 + 2,000 + 1,000 failing ptys, launcher ${launcher}`, async (t) => {
    const cli = path.join(__dirname, '../../lib/cli.js');
    const { exitCode, result } = await runStressCommand(cli, [], { FLATPTY_LAUNCHER: launcher });
    const { sizes, phases, before, after, difference, rss, peak, pileUp } = result;

    t.strictSame(result.problems, [], 'nothing speaks against it');
    t.equal(exitCode, 0);
    t.equal(result.verdict, 'flat');
    t.strictSame(sizes, { sequence: 5000, waves: 2000, waveSize: 200, failing: 1000 });
    t.strictSame(
      phases.map(({ name, planned, done, failures }) => ({ name, planned, done, failures })),
      [
        { name: 'sequence', planned: 5000, done: 5000, failures: 0 },
        { name: 'waves', planned: 2000, done: 2000, failures: 0 },
        { name: 'failing', planned: 1000, done: 1000, failures: 0 },
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
