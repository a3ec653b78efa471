// timeout: 240 s
import type { ThousandPtys } from '../fixtures/thousand-ptys';
import { perLauncher } from '../helpers/launchers';
import { answerOf } from '../helpers/runScript';

const MB = 1024 * 1024;

perLauncher('1,000 live ptys', async (t) => {
  const script = require.resolve('../fixtures/thousand-ptys');
  const host = await answerOf<ThousandPtys>(script, [], { limitMs: 110_000 });
  const { descriptors, threads, idleCpuMs, answered, residue, stillAlive, growth } = host;

  t.strictSame(threads, ['flatpty'], 'one thread for all (node-pty#73: one each)');
  t.strictSame(descriptors, { ptmx: 1000, pidfd: 1000 }, 'a master and a pidfd each');
  t.ok(idleCpuMs.reactor <= 10, `the I/O thread sleeps: ${idleCpuMs.reactor} ms in a second`);
  // V8 collects garbage and compiles in the meantime, whatever the library does.
  t.ok(idleCpuMs.process < 100, `the process sleeps: ${idleCpuMs.process} ms in a second`);
  t.equal(answered, 1000, 'each echoes what is typed');
  t.ok(growth.during.objects < 10 * MB, 'less than 10 KB of objects each');
  t.ok(growth.during.native < 64 * MB, 'no read buffer of its own for an idle terminal');

  t.equal(stillAlive, 0, 'all are gone after kill()');
  t.strictSame(residue, [], 'and all that they held');
  t.ok(growth.after.objects < 2 * MB, `objects: ${growth.after.objects} bytes more than before`);
  // Some 10 MB of noise: V8 counts heap that it has not touched yet.
  t.ok(growth.after.native < 20 * MB, `native: ${growth.after.native} bytes more than before`);
  t.comment(
    `in one idle second ${idleCpuMs.process.toFixed(1)} ms of CPU, of which the I/O thread ` +
      `${idleCpuMs.reactor} ms; ${(growth.during.objects / 1e6).toFixed(1)} MB of objects, ` +
      `${(growth.during.native / 1e6).toFixed(1)} MB native; after kill() ` +
      `${(growth.after.objects / 1e6).toFixed(1)} and ${(growth.after.native / 1e6).toFixed(1)} MB`,
  );
});
