import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { residueOf } from '../helpers/census';
import { collect } from '../helpers/collect';
import { perMainLauncher } from '../helpers/launchers';

const COUNT = 100;

// node-pty#950 and claude-wormhole#15: applications know kill() only.
perMainLauncher('100 ptys ended by kill() alone', async (t) => {
  const residue = await residueOf(async () => {
    const ptys = Array.from({ length: COUNT }, () => spawn('cat'));
    const ends = ptys.map((pty) => collect(pty));
    for (const pty of ptys) pty.kill();
    const signals = (await Promise.all(ends)).map(({ signal }) => signal);
    if (!signals.every((signal) => signal === 1)) throw new Error(`ended by ${signals}`);
  });
  t.strictSame(residue, []);
});

t.test('100 ptys that nobody listens to, ended by kill() alone', async (t) => {
  const residue = await residueOf(async () => {
    const ptys: Pty[] = [];
    for (let i = 0; i < COUNT; i++) ptys.push(spawn('/bin/sh', ['-c', 'seq 500; exec cat']));
    for (const pty of ptys) pty.kill('SIGKILL');
    await Promise.all(ptys.map(({ exited }) => exited));
  });
  t.strictSame(residue, []);
});
