import { spawn } from 'flatpty';
import { residueOf } from '../helpers/census';
import { collect } from '../helpers/collect';
import { perMainLauncher } from '../helpers/launchers';
import { scaled } from '../helpers/scale';

const COUNT = scaled(200, 60);

perMainLauncher(`${COUNT} programs that end before the last one is started`, async (t) => {
  const residue = await residueOf(async () => {
    const ends = await Promise.all(
      Array.from({ length: COUNT }, (_, i) => collect(spawn('/bin/sh', ['-c', `exit ${i}`]))),
    );
    t.strictSame(
      ends.map(({ exitCode }) => exitCode),
      Array.from({ length: COUNT }, (_, i) => i),
      'each exit code is its own',
    );
    const orders = new Set(ends.map(({ events }) => events.join(' ')));
    t.strictSame([...orders], ['close exit'], 'each is told once, in order');
  });
  t.strictSame(residue, []);
});

perMainLauncher(`${COUNT} live programs killed in one tick`, async (t) => {
  const residue = await residueOf(async () => {
    const ptys = Array.from({ length: COUNT }, () => spawn('cat'));
    const ends = Promise.all(ptys.map((pty) => collect(pty)));
    for (const pty of ptys) pty.kill('SIGTERM');
    const signals = (await ends).map(({ signal }) => signal);
    t.strictSame(signals, Array(COUNT).fill(15));
  });
  t.strictSame(residue, []);
});
