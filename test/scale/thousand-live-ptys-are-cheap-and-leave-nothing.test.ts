// timeout: 240 s
import type { ThousandPtys } from '../fixtures/thousand-ptys';
import { checkIdle } from '../helpers/idle';
import { perMainLauncher } from '../helpers/launchers';
import { answerOf } from '../helpers/runScript';
import { scaled } from '../helpers/scale';

const MB = 1024 * 1024;
const COUNT = scaled(1000, 300);

perMainLauncher(`${COUNT} live ptys`, async (t) => {
  const script = require.resolve('../fixtures/thousand-ptys');
  const host = await answerOf<ThousandPtys>(script, [`${COUNT}`], { limitMs: 110_000 });
  const { descriptors, threads, idle, answered, residue, stillAlive, growth } = host;

  t.strictSame(threads, ['flatpty'], 'one thread for all (node-pty#73: one each)');
  t.strictSame(descriptors, { ptmx: COUNT, pidfd: COUNT }, 'a master and a pidfd each');
  checkIdle(t, idle);
  t.equal(answered, COUNT, 'each echoes what is typed');
  t.ok(growth.during.objects < COUNT * 10 * 1024, 'less than 10 KB of objects each');
  t.ok(
    growth.during.native < Math.max(20 * MB, COUNT * 64 * 1024),
    'no read buffer of its own for an idle terminal',
  );

  t.equal(stillAlive, 0, 'all are gone after kill()');
  t.strictSame(residue, [], 'and all that they held');
  t.ok(growth.after.objects < 2 * MB, `objects: ${growth.after.objects} bytes more than before`);
  // Some 10 MB of noise: V8 counts heap that it has not touched yet.
  t.ok(growth.after.native < 20 * MB, `native: ${growth.after.native} bytes more than before`);
  t.comment(
    `${(growth.during.objects / 1e6).toFixed(1)} MB of objects, ` +
      `${(growth.during.native / 1e6).toFixed(1)} MB native; after kill() ` +
      `${(growth.after.objects / 1e6).toFixed(1)} and ${(growth.after.native / 1e6).toFixed(1)} MB`,
  );
});
