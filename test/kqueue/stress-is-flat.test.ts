// timeout: 300 s
import './addon';
import path from 'node:path';
import type { Change } from '#lib/cli/census';
import { runStressCommand } from '../helpers/runStress';
import { scaled } from '../helpers/scale';
import { inEveryOrder } from './scripted';

const COUNT = scaled(500, 100);
const changed = (changes: Change[]) => changes.filter(({ delta }) => delta !== 0);

inEveryOrder(`${COUNT} in sequence, waves of 200 and failing launches`, async (t) => {
  const cli = path.join(__dirname, '../../lib/cli.js');
  const { exitCode, result } = await runStressCommand(cli, ['--count', `${COUNT}`], {});
  t.strictSame(result.problems, []);
  t.equal(result.verdict, 'flat');
  t.equal(exitCode, 0);
  t.strictSame(
    result.phases.map(({ name, done, failures }) => ({ name, done, failures })),
    [
      { name: 'sequence', done: COUNT, failures: 0 },
      { name: 'waves', done: COUNT * 0.4, failures: 0 },
      { name: 'failing', done: COUNT * 0.2, failures: 0 },
    ],
  );
  if (!result.after.available || result.difference === null) {
    t.fail('no census was taken');
    return;
  }
  t.strictSame(changed(result.difference.classes), [], 'descriptors, by what they point at');
  t.equal(result.difference.threads.delta, 0);
  t.strictSame(result.after.zombies, []);
});
