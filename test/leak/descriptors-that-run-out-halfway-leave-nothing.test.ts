import type { ShortAttempt } from '../fixtures/host-short-of-descriptors';
import { perLauncher } from '../helpers/launchers';
import { runProgram } from '../helpers/runScript';

const HOST = require.resolve('../fixtures/host-short-of-descriptors');
const WITH_FEW = ['-c', 'ulimit -n 100 && exec "$@"', 'sh', process.execPath, HOST];

// node-pty closes a wrong descriptor when ptys run out (user-pain B3).
perLauncher('EMFILE at every stage of spawn() and open()', async (t) => {
  const { exitCode, stdout, stderr } = await runProgram('/bin/sh', WITH_FEW, { limitMs: 50_000 });
  t.equal(exitCode, 0, stderr);
  const attempts: Record<string, ShortAttempt[]> = JSON.parse(stdout);
  for (const [what, list] of Object.entries(attempts)) {
    const firstGood = list.findIndex(({ outcome }) => outcome === 'ok');
    t.ok(firstGood >= 2, `${what}() needs ${firstGood} descriptors`);
    for (const { spare, outcome, exitCode, residue } of list) {
      const title = `${what}() with ${spare} descriptors to spare: ${outcome}`;
      t.match(outcome, spare < firstGood ? /^EMFILE \w+/ : /^ok$/, title);
      if (what === 'spawn' && outcome === 'ok') t.equal(exitCode, 7, `${title}: its exit is told`);
      t.strictSame(residue, [], `${title}: leaves nothing`);
    }
    const stages = new Set(list.map(({ outcome }) => outcome));
    t.comment(`${what}: ${[...stages].join(', ')}`);
  }
});
